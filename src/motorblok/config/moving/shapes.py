"""What the database says of a table: the columns that travel, and the key by which its rows are told apart and ordered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

RECORDER = "django_migrations"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> %s ORDER BY tablename"
# A column that is computed is computed again; the key's columns in the order of the key.
COLUMNS = """
SELECT class.relname, attribute.attname, attribute.attcollation <> 0,
    array_position(index.indkey::int2[], attribute.attnum)
FROM pg_class class
JOIN pg_namespace space ON space.oid = class.relnamespace AND space.nspname = %s
JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0
    AND NOT attribute.attisdropped AND attribute.attgenerated = ''
LEFT JOIN pg_index index ON index.indrelid = class.oid AND index.indisprimary
WHERE class.relname = ANY (%s) ORDER BY class.relname, attribute.attnum
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `is_text` where its order depends on a collation."""

    name: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one schema with the columns that travel, and its key."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    @property
    def identifier(self) -> sql.Identifier:
        """Its name in full."""
        return sql.Identifier(self.schema, self.name)

    def order(self, among: Sequence[str] = ()) -> sql.Composed:
        """By its key, equal everywhere: text by its bytes."""
        texts = {column.name for column in self.columns if column.is_text}
        parts = (
            sql.SQL('{} COLLATE "C"' if name in texts else "{}").format(sql.Identifier(name))
            for name in among or self.key
        )
        return sql.SQL(", ").join(parts)


def tables_in(schema_name: str) -> list[str]:
    """The tables of a schema but the one that its migrations are noted in."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [schema_name, RECORDER])
        return [name for (name,) in cursor.fetchall()]


def shapes(schema_name: str, names: Sequence[str]) -> dict[str, Table]:
    """These tables of a schema; those that it does not have are absent."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [schema_name, list(names)])
        rows = cursor.fetchall()
    return {
        name: _table(schema_name, name, [row[1:] for row in rows if row[0] == name])
        for name in dict.fromkeys(row[0] for row in rows)
    }


def _table(schema_name: str, name: str, rows: list[tuple[str, bool, int | None]]) -> Table:
    placed = sorted((place, column) for column, _is_text, place in rows if place is not None)
    columns = tuple(Column(column, is_text) for column, is_text, _place in rows)
    return Table(schema_name, name, columns, tuple(column for _place, column in placed))
