"""Looks a restored database over: whether it is ours, whole, and open to nobody who must not write in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import psycopg
from psycopg import sql

from motorblok.config.backup.manifests import Manifest
from motorblok.config.backup.recovering import Server
from motorblok.config.backup.refusals import CannotRestore
from motorblok.config.launch import resting
from motorblok.config.launch.fingerprints import PACKAGES
from motorblok.config.launch.state import ROOT

SUPERUSER = "SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin ORDER BY oid LIMIT 1"
REACHED = "SELECT pg_last_xact_replay_timestamp()"
CLIENTS = """
SELECT c.schema_name, to_regnamespace(quote_ident(c.schema_name)) IS NOT NULL
FROM public.tenants_client c WHERE c.state NOT IN ('opening', 'erased') ORDER BY 1
"""
COUNT = "SELECT count(*) FROM public.tenants_client"
APPLIED = "SELECT app || '.' || name FROM public.django_migrations"
RIGHTS = """
SELECT has_table_privilege(%(role)s, %(book)s, 'INSERT') AND has_table_privilege(%(role)s, %(book)s, 'SELECT'),
    has_table_privilege(%(role)s, %(book)s, 'UPDATE') OR has_table_privilege(%(role)s, %(book)s, 'DELETE')
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a restored database holds: its last transaction, its clients, the events in all books, migrations to come."""

    reached_at: datetime
    clients: int
    events: int
    pending: int


def look_over(server: Server, manifest: Manifest) -> Findings:
    """Check everything, and let the database rest. Raises CannotRestore naming what is wrong."""
    superuser = _superuser(server, manifest)
    with server.connect(database=manifest.database, role=superuser) as connection:
        reached = connection.execute(REACHED).fetchone()
        pending = _check_migrations(connection)
        schemas = _check_clients(connection, manifest)
        events = sum(_check_book(connection, name, manifest) for name in ["public", *schemas])
        last = cast("datetime | None", reached[0] if reached else None)
        at = (last or manifest.finished_at).astimezone(UTC)
        resting.lay_down(connection, database=manifest.database, restored_to=at)
    return Findings(at, len(schemas), events, pending)


def _superuser(server: Server, manifest: Manifest) -> str:
    try:
        with server.connect(database=manifest.database, role=manifest.app_role) as connection:
            return str((connection.execute(SUPERUSER).fetchone() or ("postgres",))[0])
    except psycopg.OperationalError as error:
        raise CannotRestore(f"The restored server does not let {manifest.app_role} in: {error}") from None


def known_migrations() -> set[str]:
    """The migrations of our own apps in this release, app.name."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("migrations/[0-9]*.py"))
    return {f"{path.parents[1].name}.{path.stem}" for path in found}


def _check_migrations(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """How many migrations are to come; refused where it has had some that this release does not know."""
    applied = {str(row[0]) for row in connection.execute(APPLIED)}
    ours = known_migrations()
    apps = {name.partition(".")[0] for name in ours}
    strange = sorted(name for name in applied - ours if name.partition(".")[0] in apps)
    if strange:
        raise CannotRestore(
            f"The database is of a newer release: it has had {strange[0]}. Restore with that release."
        )
    return len(ours - applied)


def _check_clients(connection: psycopg.Connection[tuple[object, ...]], manifest: Manifest) -> list[str]:
    rows = connection.execute(CLIENTS).fetchall()
    if lost := [str(name) for name, is_there in rows if not is_there]:
        raise CannotRestore(f"The schema of a client is missing: {lost[0]}.")
    count = connection.execute(COUNT).fetchone()
    if count is None or int(str(count[0])) < manifest.clients:
        raise CannotRestore(
            f"There are {count and count[0]} clients, and {manifest.clients} when it was backed up."
        )
    return [str(name) for name, _is_there in rows]


def _check_book(connection: psycopg.Connection[tuple[object, ...]], name: str, manifest: Manifest) -> int:
    """How many events a book holds, read as far as its table and every row's place in it."""
    book = sql.Identifier(name, "audit_event")
    words = {"role": manifest.app_role, "book": book.as_string(connection)}
    may_add, may_change = connection.execute(RIGHTS, words).fetchone() or (False, True)
    if not may_add or may_change:
        raise CannotRestore(
            f"The rights of {manifest.app_role} on the event book of {name} are not what they must be."
        )
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(book)).fetchone()
    return int(str(found[0])) if found else 0
