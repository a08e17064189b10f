"""The database that the tests find: made by the owner login once a run, and restored after each test that commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from motorblok.config import addresses
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.notify import mail
from tenants import actions, hosts, queries
from tenants.models import Client

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLIENTS = {"acme": "Acme Bakeries", "globex": "Globex Energy"}
SCHEMAS = ["c_acme", "c_globex"]

# Rows of migrations: they come once and no test changes them.
KEPT = [
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "tenants_serviceline",
    "billing_taxrate",
]
STRANGERS = r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\_%%' AND nspname <> ALL (%s)"
TABLES = r"""
SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables
WHERE (schemaname = 'public' OR schemaname LIKE 'c\_%%') AND tablename <> ALL (%s) ORDER BY 1
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
EMPTY_BOOKS = "TRUNCATE audit_event, audit_disclosure, audit_unsealed, audit_unread"


@dataclass(slots=True)
class World:
    """The rows that were there before the first test, by table."""

    rows: dict[str, bytes] = field(default_factory=dict)


world = World()


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the login that owns the tables; the tests themselves run as the app's."""
    owner = addresses.database(os.environ["DATABASE_OWNER_URL"], name="DATABASE_OWNER_URL")
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def build() -> None:
    """Make Acme and Globex from the template, with empty books; whatever an earlier run left is swept away."""
    with schema.entered(schema.PUBLIC):
        # Asked once, here: finding out takes the right to make a table.
        _ = connection.features.supports_transactions
        _drop_schemas(but=[])
        _truncate()
    for slug, name in CLIENTS.items():
        client = actions.open_client(name=name, slug=slug, actor=SYSTEM, at=AT)
        actions.provision(client.id, at=AT)
    for name in [schema.PUBLIC, *SCHEMAS]:
        with schema.entered(name), connection.cursor() as cursor:
            cursor.execute(EMPTY_BOOKS)
    with schema.entered(schema.PUBLIC):
        world.rows = {table: _read(table) for table in _filled_tables()}


def restore() -> None:
    """Undo what a test committed: one TRUNCATE of every table with rows, by their owner, and the first rows again."""
    with as_owner(), schema.entered(schema.PUBLIC), transaction.atomic():
        _drop_schemas(but=SCHEMAS)
        _truncate()
        for table, rows in world.rows.items():
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)
    forget_caches()


def forget_caches() -> None:
    """What a process remembers of the database, or of a mail server that was away, is another test's."""
    mail.breaker.closed_again_at = 0.0
    hosts.table.forget()
    queries.forget_service_lines()


def end_other_sessions() -> None:
    """End what the threads of a live server left connected: a database in use cannot be dropped. A login may end its own."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(OTHERS)


def client(slug: str) -> Client:
    """One of the two clients, read anew."""
    with schema.entered(schema.PUBLIC):
        return Client.objects.get(slug=slug)


def _drop_schemas(*, but: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STRANGERS, [but])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


def _truncate() -> None:
    tables = _filled_tables()
    if tables:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def _filled_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [KEPT])
        tables = [row[0] for row in cursor.fetchall()]
        selects = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
        cursor.execute(" UNION ALL ".join(selects))
        return [row[0] for row in cursor.fetchall()]


def _read(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)
