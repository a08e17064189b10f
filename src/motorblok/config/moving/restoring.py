"""Brings a client back from its file: all in one transaction, so that until everything is proven equal nobody sees anything."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from motorblok.config.moving import arriving, building, choosing, fitting, settling
from motorblok.config.moving.container import Reader
from motorblok.config.moving.copying import spell_alike
from motorblok.config.moving.fitting import Target
from motorblok.config.moving.manifest import Manifest
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.staging import Tally, stage
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants import filling, hosts, planning, queries, replay, turns
from tenants.actions.moving import record_copy, record_restore
from tenants.models import Client, State
from tenants.template import Template

ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(7005)"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back: as whom, how many rows of its schema, what became of the public ones, and what to know of it."""

    client: Client
    manifest: Manifest
    digest: str
    rows: int
    tallies: dict[str, Tally]
    words: list[str]


def restore(path: Path, *, by: str, at: datetime, replacing: bool = False) -> Restored:
    """Bring a client back under its own name; `by` is who asked for it. Needs the owner login. Raises CannotMove.

    `replacing`: in the place of what is left of it here. What stands in public tables is newer and stays.
    """
    fitting.must_be_owner()
    with Reader.of(path) as reader, schema.entered(schema.PUBLIC):
        target = fitting.original(_checked(reader), replace=replacing)
        return _restored(reader, target, by=by, at=at)


def restore_copy(path: Path, *, slug: str, by: str, at: datetime) -> Restored:
    """Bring what a client was back beside it, under another name, closed and without people. Raises CannotMove."""
    fitting.must_be_owner()
    with Reader.of(path) as reader, schema.entered(schema.PUBLIC):
        target = fitting.copy(_checked(reader), slug=slug, new_id=new_id())
        return _restored(reader, target, by=by, at=at)


def _checked(reader: Reader) -> Manifest:
    reader.check()
    fitting.must_be_known(reader.manifest)
    return reader.manifest


def _restored(reader: Reader, target: Target, *, by: str, at: datetime) -> Restored:
    source = building.source_of(reader.manifest)
    try:
        found = _in_one_go(reader, source, target, by=by, at=at)
    except (IntegrityError, DataError) as error:
        raise CannotMove(f"A row of the export does not go with the rows here: {error}.") from error
    _bring_forward(found, at=at)
    return found


@transaction.atomic
def _in_one_go(reader: Reader, source: Template, target: Target, *, by: str, at: datetime) -> Restored:
    _be_alone()
    spell_alike()
    rows = stage(reader)
    choosing.choose(rows, target, reader.manifest)
    given = arriving.cleared(target)
    filled = building.fill(target.schema, source, reader)
    words = (
        arriving.as_copy(rows, target, reader.manifest, at=at)
        if target.is_copy
        else arriving.as_itself(rows, target, at=at)
    )
    if not target.is_copy:
        arriving.must_be_equal(rows, target)
        words += settling.settle(target, rows, given=given, at=at)
    client = Client.objects.get(pk=target.id)
    if _is_behind(reader.manifest):
        Client.objects.filter(pk=client.pk).update(state=State.SUSPENDED)
    arriving.give_address(client)
    building.analyse(target.schema)
    _note(client, reader, target, by=by, at=at)
    _check_constraints()
    hosts.forget_after_commit()
    queries.forget_service_lines()
    return Restored(client, reader.manifest, reader.digest, filled, rows.tallies, words)


def _note(client: Client, reader: Reader, target: Target, *, by: str, at: datetime) -> None:
    made: dict[str, Any] = {
        "digest": reader.digest,
        "exported_at": reader.manifest.made_at,
        "by": by,
        "at": at,
    }
    if target.is_copy:
        record_copy(client, of=reader.manifest.client_id, **made)
    else:
        record_restore(client, **made)


def _is_behind(manifest: Manifest) -> bool:
    return bool(planning.plan().pending(set(manifest.client_migrations)))


def _bring_forward(found: Restored, *, at: datetime) -> None:
    """Take the schema to this release as an upgrade would; the client is suspended meanwhile. Raises CannotMove."""
    client, is_behind = found.client, _is_behind(found.manifest)
    if why := _stopped_by(client, is_behind=is_behind, at=at):
        raise CannotMove(
            f"{client.name} is back as it was, but could not be brought to this release: {why} It is suspended; run migrate "
            "and reopen it."
        )
    if is_behind:
        Client.objects.filter(pk=client.pk).update(state=client.state)
        hosts.forget_after_commit()


def _stopped_by(client: Client, *, is_behind: bool, at: datetime) -> str:
    try:
        failed = replay.migrate_clients(at=at).failed if is_behind else {}
        filling.fill(at=at, step=replay.no_step)
    except turns.AlreadyMigrating as error:  # who migrates fills what is not filled, of this client too
        failed = {client.schema_name: str(error)} if is_behind else {}
    return failed.get(client.schema_name, "")


def _be_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        if not cursor.fetchone()[0]:
            raise CannotMove("Another client is being restored now: wait until that is done.")
    turns.build_along()


def _check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
