"""What a process needs to do its work, asked all at once and for a second at most: what does not answer by then fails."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from redis import Redis
from redis.exceptions import RedisError

from tenants import phases

PATIENCE = 1.0
Check = Callable[[Mapping[str, Any]], bool]


def failing() -> list[str]:
    """The names of what this process misses; each is asked on a connection of its own, as if it began now."""
    given = dict(connection.settings_dict)
    asked = {name: _ask(name, check, given) for name, check in CHECKS.items()}
    wait(asked.values(), timeout=PATIENCE)
    return [name for name, answer in asked.items() if not (answer.done() and answer.result())]


def _ask(name: str, check: Check, given: Mapping[str, Any]) -> "Future[bool]":
    """One that still waits for its last answer is not asked again: a server that hangs must not collect our threads."""
    before = _waiting.get(name)
    if before is None or before.done():
        _waiting[name] = before = _threads().submit(check, given)
    return before


def _database_answers(given: Mapping[str, Any]) -> bool:
    return _first(given, "SELECT true") is True


def _tables_are_ours(given: Mapping[str, Any]) -> bool:
    """Whether the database has had every migration of this code; it may be ahead, while an upgrade is under way."""
    return (
        _first(given, "SELECT array_agg(app || '.' || name) @> %s FROM public.django_migrations", ends())
        is True
    )


def _broker_answers(_given: Mapping[str, Any]) -> bool:
    broker = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        return bool(broker.ping())
    except RedisError:
        return False
    finally:
        broker.close()


def _first(given: Mapping[str, Any], statement: str, *values: Any) -> Any:
    try:
        with connected(given) as fresh:
            row = fresh.execute(statement.encode(), values or None).fetchone()
            return row[0] if row else None
    except psycopg.Error:
        return None


def connected(given: Mapping[str, Any]) -> "psycopg.Connection[Any]":
    """A connection of its own to the database of these settings; statements may take a second."""
    where = {
        **given["OPTIONS"],
        "host": given["HOST"],
        "port": given["PORT"] or None,
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "connect_timeout": 2,  # libpq knows no less
        "options": f"-c statement_timeout={int(PATIENCE * 1000)}",
    }
    return psycopg.connect(**where, autocommit=True)


@cache
def ends() -> list[str]:
    """The last migration of each app that this code cannot do without, app.name; contract steps at the end may wait."""
    return [f"{app}.{name}" for app, name in phases.needed_ends(MigrationLoader(None))]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(len(CHECKS), thread_name_prefix="readiness")


CHECKS: Mapping[str, Check] = {
    "database": _database_answers,
    "migrations": _tables_are_ours,
    "broker": _broker_answers,
}
_waiting: "dict[str, Future[bool]]" = {}
