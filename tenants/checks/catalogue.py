"""What PostgreSQL itself says before and after a statement: columns, what fills them, and whether a table was written anew."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from tenants.checks.refusals import Why

COLUMNS = """
SELECT relname, attname, attnotnull, atthasdef OR attidentity <> '' OR attgenerated <> ''
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
"""
FILES = """
SELECT relname, relfilenode FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i', 'm')
"""
NOT_NULLS = """
SELECT relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = current_schema()::regnamespace AND contype = 'c' AND convalidated
"""
IS_NOT_NULL = re.compile(r'^CHECK \(\(+"?(?P<column>\w+)"? IS NOT NULL\)+', re.IGNORECASE)
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """Whether it must be filled, and whether the database does that by itself."""

    is_required: bool
    has_default: bool

    @property
    def must_be_given(self) -> bool:
        """Whether an INSERT that does not name it fails."""
        return self.is_required and not self.has_default


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The schema in force: its columns, the file of each table and index, and the columns that are proven never NULL."""

    columns: Mapping[Place, Column]
    files: Mapping[str, int]
    proven: frozenset[Place]

    @property
    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(table for table, _column in self.columns)


def read() -> Catalogue:
    """The schema in force as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns = {(table, name): Column(*what) for table, name, *what in cursor.fetchall()}
        cursor.execute(FILES)
        files = dict(cursor.fetchall())
        cursor.execute(NOT_NULLS)
        checks = ((table, IS_NOT_NULL.match(words)) for table, words in cursor.fetchall())
        proven = frozenset((table, found["column"]) for table, found in checks if found)
    return Catalogue(columns, files, proven)


def judge_statement(before: Catalogue, after: Catalogue, *, tables: frozenset[str]) -> Iterator[Why]:
    """Why a statement that did this must not run; `tables` are those that were there before its migration."""
    if any(after.files.get(name, file) != file for name, file in before.files.items()):
        yield Why.REWRITE
    for place, column in after.columns.items():
        old = before.columns.get(place)
        if place[0] not in tables or old is None:
            continue
        if column.is_required and not old.is_required and place not in before.proven:
            yield Why.SET_NOT_NULL


def judge_migration(before: Catalogue, after: Catalogue, *, is_contract: bool) -> Iterator[tuple[str, Why]]:
    """Which columns a whole migration leaves so that somebody cannot add rows: `table.column`, and why."""
    known, kept = before.tables, after.tables
    for (table, name), column in after.columns.items():
        old = before.columns.get((table, name))
        if table not in known or not column.must_be_given:
            continue
        if old is None:
            yield f"{table}.{name}", Why.NOT_NULL_COLUMN
        elif old.has_default and not is_contract:
            yield f"{table}.{name}", Why.DROP_DEFAULT
    for (table, name), column in before.columns.items():
        is_lost = table in kept and (table, name) not in after.columns
        if is_lost and is_contract and column.must_be_given:
            yield f"{table}.{name}", Why.STILL_NEEDED
