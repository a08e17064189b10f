"""A client with something in every corner, for the tests that move it: Initech, beside Acme and Globex."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from psycopg import sql

from motorblok.accounts import actions as accounts
from motorblok.accounts.models import Person
from motorblok.audit import readers
from motorblok.board.sweeper import sweep_all
from motorblok.config.moving import building
from motorblok.config.moving.belonging import Whose
from motorblok.config.moving.exporting import export, whose_rows
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.sla.actions.telling import tell_fired
from motorblok.work import actions as work
from tenants import actions, hosts, queries
from tenants.models import Client
from tests import cast
from tests.billing import billed
from tests.cast import MONDAY
from tests.guards.verbs_of_tenants import a_picture
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

NOW = datetime.now(UTC)
TABLES = """
SELECT schemaname, tablename FROM pg_tables
WHERE schemaname = 'public' OR schemaname = ANY (%s) ORDER BY 1, 2
"""
LINES = "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM (SELECT t::text AS line FROM {} t) AS lines"


@dataclass(frozen=True, slots=True)
class Furnished:
    """Initech, with Dora who directs it, Sam who works for it, and the number of its task with a history."""

    client: Client
    dora: Person
    sam: Person
    number: str


def initech(slug: str = "initech") -> Furnished:
    """Make it, by the verbs; as the owner login."""
    opened = actions.open_client(name="Initech Software", slug=slug, actor=SYSTEM, at=MONDAY)
    client = actions.provision(opened.id, at=MONDAY)
    dora = cast.contact(slug, "Dora Director", "dora@initech.test", "director")
    with schema.entered(schema.PUBLIC):
        sam = cast.sam(client)
        _second_step(cast.contact(slug, "Ed Lead", "ed@initech.test", "lead", "finance"))
    with schema.entered(client.schema_name):
        number = _work(client, dora, sam)
        readers.drain()
    with schema.entered(schema.PUBLIC):
        actions.set_logo(client, content=a_picture(), actor=SYSTEM, at=MONDAY)
        _key(client)
        october = billed.OCTOBER
        billed.final(billed.subscription(client), october)
    received_unread(client)
    return Furnished(queries.client_by_slug(slug), dora, sam, number)


def received_unread(client: Client, title: str = "A late request") -> str:
    """One more task, which no reader has seen."""
    with schema.entered(client.schema_name):
        return received(client, title=title, at=NOW - timedelta(minutes=1)).number


def exported(client: Client, folder: Path, *, name: str = "client.zip") -> Path:
    """Export it into a file."""
    with schema.entered(schema.PUBLIC):
        export(client, to=folder / name, by="admin", at=datetime.now(UTC))
    return folder / name


def digests(*schemas: str) -> dict[str, str]:
    """A digest of every table of the public schema and of these, in no order of the rows."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(TABLES, [list(schemas)])
        return {f"{space}.{table}": _digest(f'"{space}"."{table}"') for space, table in cursor.fetchall()}


def forget(client: Client) -> None:
    """Lose its schema and all its public rows, as a database would that was never told of it."""
    with schema.entered(schema.PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        theirs = whose_rows(Whose(str(client.pk), client.schema_name))
        for table in ("accounts_session", "tenants_clientmigration"):
            cursor.execute(f"DELETE FROM {table} WHERE client_id = %s", [client.pk])
        for table in [name for name in reversed(theirs) if name != "tenants_serviceline"]:
            cursor.execute(sql.SQL("DELETE FROM {} WHERE {}").format(sql.Identifier(table), theirs[table]))
        building.drop(client.schema_name)
    hosts.table.forget()


def _work(client: Client, dora: Person, sam: Person) -> str:
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    known = {"client_id": client.id, "actor": sam.actor}
    task = received(client, at=NOW - timedelta(days=3), requester_id=dora.id)
    work.assign_task(task.id, assignee=sam.actor, at=NOW - timedelta(days=2), **known)
    work.reply_to_client(task.id, text="Which month, Dora?", at=NOW - timedelta(days=1), **known)
    work.book_time(task.id, seconds=900, worked_on=NOW.date(), note="Ledger", at=NOW, **known)
    done = received(client, title="Reconcile the bank", at=NOW - timedelta(days=3))
    work.resolve_task(done.id, answer="It balances.", at=NOW - timedelta(hours=3), **known)
    received(client, title="Only for us", is_internal=True, at=NOW)
    sweep_all(at=NOW)
    tell_fired(client.id, at=NOW)
    return str(task.number)


def _second_step(person: Person) -> None:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "sealed"})


def _key(client: Client) -> None:
    later = MONDAY + timedelta(days=30)
    accounts.create_key(client, name="ERP", scopes=["tasks:read"], expires_at=later, actor=SYSTEM, at=MONDAY)


def _digest(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(LINES.format(table))
        return hashlib.sha256(cursor.fetchone()[0].encode()).hexdigest()
