"""Which rows of the public schema are a client's: for every table by which column, or why they stay where they are."""

from dataclasses import dataclass
from enum import Enum

from psycopg import sql


class Comes(Enum):
    """When a row of the export comes back, where the client or some of its rows still stand.

    What stands here is newer, so it is never overwritten. What people undo by deleting a row comes back only with what
    it hangs on; what is never deleted was lost if it is missing; what mirrors the client's schema is replaced.
    """

    WITH_IT = "with what it hangs on"
    IF_MISSING = "if it is missing"
    INSTEAD = "instead of what stands here"


@dataclass(frozen=True, slots=True)
class Of:
    """A table whose rows are a client's: by this column, which holds the client's id, or that of a row of `under`.

    `key` tells its rows apart where their own key is only a counter, which then does not travel. `condition` is for
    what no column says: a condition in SQL on {client} (its id) and {schema}. `in_copy`: whether a copy beside the
    original has them. `ledger`: the provider's own books.
    """

    column: str
    comes: Comes
    under: str = ""
    key: tuple[str, ...] = ()
    condition: str = ""
    in_copy: bool = False
    ledger: bool = False


@dataclass(frozen=True, slots=True)
class Stays:
    """A table of which nothing travels, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Whose:
    """The client that is asked about: its id and its schema."""

    id: str
    schema: str


def rows_of(
    name: str, whose: Whose, tables: "dict[str, Of]", keys: dict[str, tuple[str, ...]]
) -> sql.Composed:
    """The condition under which a row of a public table is a client's; `keys` are the tables' primary keys."""
    of = tables[name]
    if of.condition:
        return sql.SQL(of.condition).format(client=sql.Literal(whose.id), schema=sql.Identifier(whose.schema))
    if not of.under:
        return sql.SQL("{} = {}").format(sql.Identifier(of.column), sql.Literal(whose.id))
    return sql.SQL("{column} IN (SELECT {key} FROM {parent} WHERE {theirs})").format(
        column=sql.Identifier(of.column),
        key=sql.Identifier(keys[of.under][0]),
        parent=sql.Identifier("public", of.under),
        theirs=rows_of(of.under, whose, tables, keys),
    )
