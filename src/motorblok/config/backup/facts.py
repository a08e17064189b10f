"""What is asked of a database about itself when it is backed up, and of a restored one to see whether it is whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import psycopg

FACTS = """
SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000,
    (SELECT system_identifier::text FROM pg_control_system()),
    (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'),
    current_database(), current_user, clock_timestamp()
"""
CLIENTS = "SELECT count(*) FROM public.tenants_client"
MIGRATIONS = "SELECT count(*) FROM public.django_migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a server and the database on it say of themselves; `at` is the instant, by the server's clock."""

    server_version: str
    major: int
    system_id: str
    segment_size: int
    database: str
    app_role: str
    at: datetime
    clients: int
    migrations: int


def ask(url: str) -> Facts:
    """Ask as the app's login. A database without tables counts as one without clients. Raises psycopg.Error."""
    with _connected(url) as connection:
        (found,) = connection.execute(FACTS).fetchall()
        clients, migrations = (_count(connection, query) for query in (CLIENTS, MIGRATIONS))
    version, major, system_id, size, database, role, at = found
    return Facts(
        server_version=version,
        major=major,
        system_id=system_id,
        segment_size=size,
        database=database,
        app_role=role,
        at=at,
        clients=clients,
        migrations=migrations,
    )


def _connected(url: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(url, connect_timeout=5, autocommit=True)


def _count(connection: psycopg.Connection[Any], query: LiteralString) -> int:
    try:
        found = connection.execute(query).fetchone()
    except psycopg.errors.UndefinedTable:
        return 0
    return int(found[0]) if found else 0
