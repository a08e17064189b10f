"""A client's schema, built as it stood when it was exported, and filled; what does not come out equal is refused."""

from django.db import connection
from psycopg import sql

from motorblok.config.moving.container import Reader
from motorblok.config.moving.copying import copy_in, digest_of
from motorblok.config.moving.exporting import selected
from motorblok.config.moving.manifest import IN_CLIENT, Manifest, Part
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.shapes import Table, shapes, tables_in
from tenants import sharding, template
from tenants.template import Template

EVERYTHING = sql.SQL("true")


def source_of(manifest: Manifest) -> Template:
    """What builds a schema at the migrations of the export; made outside a transaction, as it takes a scratch schema."""
    return template.template_at(frozenset(manifest.client_migrations))


def drop(schema_name: str) -> None:
    """Drop what is left of a schema; part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema_name)))


def fill(schema_name: str, source: Template, reader: Reader) -> int:
    """Build the schema and put the rows in; returns how many. Keys are UUIDs: no sequence has to be set. Raises CannotMove."""
    template.build(schema_name, source)
    sharding.place(schema_name)
    parts = reader.manifest.named(IN_CLIENT)
    tables = shapes(schema_name, tables_in(schema_name))
    if parts.keys() != tables.keys():
        odd = ", ".join(sorted(parts.keys() ^ tables.keys()))
        raise CannotMove(f"The export and a schema at its migrations do not have the same tables: {odd}.")
    for name, part in parts.items():
        _fill(tables[name], part, reader)
    return sum(part.digest.rows for part in parts.values())


def analyse(schema_name: str) -> None:
    """Let the planner know the new tables."""
    names = sql.SQL(", ").join(sql.Identifier(schema_name, name) for name in tables_in(schema_name))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(names))


def _fill(table: Table, part: Part, reader: Reader) -> None:
    if set(part.columns) != set(table.names):
        raise CannotMove(
            f"{part.path} has other columns than {table.name} has at the migrations of the export."
        )
    copy_in(table.identifier, part.columns, reader.blocks(part))
    if digest_of(selected(table, part.columns, where=EVERYTHING)) != part.digest:
        raise CannotMove(f"{part.path} did not come out as it went in.")
