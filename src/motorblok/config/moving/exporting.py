"""Writes one client into a file: its whole schema and its rows of public tables, as they stood at one instant."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import sql

from motorblok.config.moving import staff
from motorblok.config.moving.belonging import Whose, rows_of
from motorblok.config.moving.container import Writer, writing
from motorblok.config.moving.copying import copy_out, spell_alike
from motorblok.config.moving.manifest import IN_CLIENT, IN_PUBLIC, STAFF, Keys, Manifest, Part
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.shapes import Table, shapes, tables_in
from motorblok.config.moving.snapshots import name_of_snapshot, snapshot
from motorblok.config.moving.tables import TRAVELS
from motorblok.kernel import schema
from tenants.actions.moving import record_export
from tenants.models import Client, State

APPLIED = "SELECT app, name FROM {} ORDER BY app, name"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; `digest` names the export."""

    manifest: Manifest
    digest: str
    size: int


def export(client: Client, *, to: Path, by: str, at: datetime) -> Exported:
    """Write a client into a new file and record it in both books. Neither stops nor locks anybody. Raises CannotMove.

    `by` is who asked for it. One transaction that only reads sees everything as it stood when it began.
    """
    _must_be_built(client)
    with writing(to) as writer, schema.entered(schema.PUBLIC):
        with snapshot():
            manifest = write(client.pk, writer, at=at)
        digest = writer.finish(manifest)
        # Before the file gets its name: an export that nobody recorded must not exist.
        record_export(client, digest=digest, rows=manifest.rows, by=by, at=at)
    return Exported(manifest, digest, to.stat().st_size)


def write(client_id: object, writer: Writer, *, at: datetime) -> Manifest:
    """Write all parts, as the transaction in force sees them, and describe them."""
    spell_alike()
    client = Client.objects.get(pk=client_id)
    parts = [_added(writer, *each) for each in _selects(client)]
    return Manifest(
        release=settings.MOTORBLOK_RELEASE,
        made_at=at,
        snapshot=name_of_snapshot(),
        client_id=client.pk,
        slug=client.slug,
        code=client.code,
        name=client.name,
        schema=client.schema_name,
        state=client.state,
        pepper=pepper_fingerprint(),
        client_migrations=applied(client.schema_name),
        public_migrations=applied(schema.PUBLIC),
        parts=tuple(parts),
    )


def pepper_fingerprint() -> str:
    """Tells one pepper from another without giving it away; keys, invitations and second steps need the same."""
    return hashlib.sha256(b"motorblok.fingerprint." + settings.MOTORBLOK_PEPPER.encode()).hexdigest()[:16]


def applied(schema_name: str) -> Keys:
    """The migrations that a schema has had, as (app, name)."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(APPLIED).format(sql.Identifier(schema_name, "django_migrations")))
        return tuple((app, name) for app, name in cursor.fetchall())


def selected(
    table: Table, columns: tuple[str, ...], *, where: sql.Composable, key: tuple[str, ...] = ()
) -> sql.Composed:
    """These columns of a table's rows, in the order in which they travel."""
    return sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), table.identifier, where, table.order(key)
    )


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns that travel: a key that is only a counter does not."""
    of = TRAVELS.get(table.name)
    left = table.key if of and of.key else ()
    return tuple(name for name in table.names if name not in left)


def whose_rows(whose: Whose) -> dict[str, sql.Composed]:
    """The condition of each public table that travels."""
    keys = {name: table.key for name, table in shapes(schema.PUBLIC, list(TRAVELS)).items()}
    return {name: rows_of(name, whose, TRAVELS, keys) for name in TRAVELS}


def _must_be_built(client: Client) -> None:
    if client.state == State.ERASED:
        raise CannotMove("This client was erased: nothing is left to be exported.")
    if not client.is_built:
        raise CannotMove("This client is still being set up: export it when it is open.")


def _selects(client: Client) -> Iterator[tuple[str, str, tuple[str, ...], sql.Composed]]:
    everything, theirs = sql.SQL("true"), whose_rows(Whose(str(client.pk), client.schema_name))
    for name, table in shapes(client.schema_name, tables_in(client.schema_name)).items():
        yield IN_CLIENT, name, table.names, selected(table, table.names, where=everything)
    public = shapes(schema.PUBLIC, list(TRAVELS))
    for name, of in TRAVELS.items():
        columns = columns_of(public[name])
        yield IN_PUBLIC, name, columns, selected(public[name], columns, where=theirs[name], key=of.key)
    yield STAFF, "staff", staff.COLUMNS, staff.named_in(client.schema_name, theirs)


def _added(writer: Writer, place: str, name: str, columns: tuple[str, ...], select: sql.Composed) -> Part:
    path = f"{place}/{name}.copy"
    return Part(place, name, columns, writer.add(path, lambda write: copy_out(select, write)))
