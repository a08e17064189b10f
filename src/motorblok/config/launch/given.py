"""What the environment names: whether the settings are whole, and the servers answer, let us in, and are recent enough."""

import socket
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from redis import Redis
from redis.exceptions import RedisError

from motorblok.config import addresses, environment, fitness
from motorblok.config.launch.refusals import CannotStart

OLDEST_POSTGRESQL = 15
SECONDS = 2  # a start that cannot succeed is refused within five
SHAPE = "postgres://login:password@host:5432/database"

T = TypeVar("T")


def given(name: str) -> str:
    """What the environment gives, also in a file; empty where it gives nothing. CannotStart for a file without a value."""
    return _refusing(lambda: environment.text(name, ""))


def check_settings() -> None:
    """Refuse to go on with settings that are missing, wrong, or unfit for where they stand: all of them are told."""
    try:
        unfit = fitness.unfit(
            development=settings.DEVELOPMENT,
            console_host=settings.MOTORBLOK_CONSOLE_HOST,
            secret_key=settings.SECRET_KEY,
        )
    except ImproperlyConfigured as error:
        raise CannotStart(str(error)) from None
    if wrong := [*environment.problems, *unfit]:
        environment.problems.clear()
        raise CannotStart(environment.refusal(wrong))


def check_given_database() -> dict[str, str]:
    """Refuse addresses that do not lead to a usable PostgreSQL; the variables that lead to it otherwise."""
    found = {name: given(name) for name in ("DATABASE_OWNER_URL", "DATABASE_URL")}
    if not found["DATABASE_OWNER_URL"]:
        raise CannotStart(
            "DATABASE_URL is set but DATABASE_OWNER_URL is not: it names the login that owns the tables and migrates them, "
            f"while the login of DATABASE_URL only reads and writes rows (both like {SHAPE})."
        )
    for name, url in found.items():
        check_database(url, name=name)
    return found


def check_database(url: str, *, name: str) -> None:
    """One connection tells whether the address is right; the variable's name, never its password, is in the answer."""
    where = _refusing(lambda: addresses.database(url, name=name))
    host, port = where["HOST"], int(where["PORT"] or 5432)
    place = f"{host}:{port}"
    _check_answers(host, port, what="PostgreSQL", name=name)
    try:
        with _connected(where) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        raise CannotStart(f"PostgreSQL at {place} does not let {name} in: {_last_line(error)}.") from None
    if version < OLDEST_POSTGRESQL:
        raise CannotStart(
            f"PostgreSQL at {place} ({name}) is version {version}; Motorblok needs {OLDEST_POSTGRESQL} or newer."
        )


def check_given_redis() -> dict[str, str]:
    """Refuse an address where no Redis answers; the variable that leads to it otherwise."""
    url = _refusing(lambda: addresses.broker(environment.text("REDIS_URL", ""), name="REDIS_URL"))
    place = f"{urlsplit(url).hostname}:{urlsplit(url).port or 6379}"
    try:
        with Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as connection:
            connection.ping()
    except (RedisError, OSError) as error:
        raise CannotStart(f"No Redis lets us in at {place} (REDIS_URL): {_last_line(error)}.") from None
    return {"REDIS_URL": url}


def _refusing(ask: Callable[[], T]) -> T:
    """What is asked of the environment, or CannotStart with what is wrong with it."""
    before = len(environment.problems)
    answer = ask()
    if wrong := environment.problems[before:]:
        del environment.problems[before:]
        raise CannotStart(" ".join(wrong))
    return answer


def _connected(where: Mapping[str, Any]) -> "psycopg.Connection[Any]":
    # The very parts that Django is given, so that none is read in two ways.
    return psycopg.connect(
        host=where["HOST"],
        port=where["PORT"] or None,
        user=where["USER"],
        password=where["PASSWORD"],
        dbname=where["NAME"],
        connect_timeout=SECONDS,
        **where["OPTIONS"],
    )


def _check_answers(host: str, port: int, *, what: str, name: str) -> None:
    try:
        socket.create_connection((host, port), timeout=SECONDS).close()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotStart(
            f"No {what} answers at {host}:{port} ({name}): {reason[:1].lower()}{reason[1:]}."
        ) from None


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].rpartition("FATAL:")[2].strip().rstrip(".")
