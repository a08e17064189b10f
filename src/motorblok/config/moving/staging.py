"""The public rows of an export, put aside in tables of the transaction's own, and sorted: what comes back, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import sql

from motorblok.config.moving.belonging import Comes
from motorblok.config.moving.container import Reader
from motorblok.config.moving.copying import copy_in, digest_of
from motorblok.config.moving.manifest import IN_PUBLIC, STAFF, Part
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.shapes import Column, Table, shapes
from motorblok.config.moving.tables import CLIENT, TRAVELS
from motorblok.kernel import schema

# Without the constraints and the computed columns of the original.
ASIDE = "CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
ASIDE_STAFF = "CREATE TEMPORARY TABLE {staged} (id uuid, name text, email_sha256 text) ON COMMIT DROP"
STANDS = "DELETE FROM {staged} staged USING {table} here WHERE {same}"
ALONE = "DELETE FROM {staged} staged WHERE NOT EXISTS (SELECT 1 FROM {parent} parent WHERE parent.{key} = staged.{column})"
PUT = "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}"


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table: written, stood here already, and left out, by why."""

    written: int = 0
    stood: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Staged:
    """The public rows of one export, put aside."""

    parts: dict[str, Part]
    tables: dict[str, Table]
    tallies: dict[str, Tally]

    def leave_out(self, name: str, *, unless: sql.Composable, why: str) -> None:
        """Drop the rows put aside that do not meet a condition, and say why. Nothing happens to a table not exported."""
        if name not in self.parts:
            return
        count = run("DELETE FROM {} WHERE NOT coalesce({}, false)", staged(name), unless)
        if count:
            self.tallies[name].left_out[why] = self.tallies[name].left_out.get(why, 0) + count

    def sort(self) -> None:
        """Take out what stands here already, and what is not to come back without what it hangs on."""
        for name in self.parts:
            comes = TRAVELS[name].comes
            if comes is Comes.IF_MISSING:
                self.pass_over(name)
            elif comes is Comes.WITH_IT:
                self.tallies[name].stood = self._without_what_hangs_alone(name)

    def put(self, name: str) -> None:
        """Write the rows that are left into their table."""
        columns = _list(self.parts[name].columns)
        self.tallies[name].written = run(
            PUT, table=sql.Identifier("public", name), columns=columns, staged=staged(name)
        )

    def pass_over(self, name: str) -> None:
        """Take out what stands here already."""
        key = TRAVELS[name].key or self.tables[name].key
        same = sql.SQL(" AND ").join(
            sql.SQL("staged.{0} = here.{0}").format(sql.Identifier(column)) for column in key
        )
        table = sql.Identifier("public", name)
        self.tallies[name].stood = run(STANDS, staged=staged(name), table=table, same=same)

    def _without_what_hangs_alone(self, name: str) -> int:
        of = TRAVELS[name]
        parent = of.under or CLIENT
        return run(
            ALONE,
            staged=staged(name),
            parent=staged(parent),
            key=sql.Identifier(self.tables[parent].key[0]),
            column=sql.Identifier(of.column),
        )


def stage(reader: Reader) -> Staged:
    """Put all public rows, and the names of staff, aside. Raises CannotMove for what does not come out as it went in."""
    named = reader.manifest.named(IN_PUBLIC)
    parts = {name: named[name] for name in TRAVELS if name in named}
    for part in parts.values():
        table = sql.Identifier("public", part.name)
        run(ASIDE, staged=staged(part.name), columns=_list(part.columns), table=table)
    run(ASIDE_STAFF, staged=staged("staff"))
    tables = shapes(schema.PUBLIC, list(parts))
    for part in [*parts.values(), reader.manifest.named(STAFF)["staff"]]:
        copy_in(staged(part.name), part.columns, reader.blocks(part))
        _must_be_equal(part, tables)
    return Staged(parts, tables, {name: Tally() for name in parts})


def staged(name: str) -> sql.Identifier:
    """Where the rows of a table are put aside."""
    return sql.Identifier("pg_temp", f"moving_{name}")


def run(statement: str, *places: sql.Composable, values: Sequence[Any] = (), **named: sql.Composable) -> int:
    """Run one statement; returns how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*places, **named), values or None)
        return int(cursor.rowcount)


def _list(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _must_be_equal(part: Part, tables: dict[str, Table]) -> None:
    table = tables.get(part.name) or Table(
        "", "", tuple(Column(each, False) for each in part.columns), ("id",)
    )
    of = TRAVELS.get(part.name)
    select = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        _list(part.columns), staged(part.name), table.order(of.key if of else ())
    )
    if digest_of(select) != part.digest:
        raise CannotMove(f"{part.path} did not come out as it went in.")
