"""Databases of the bench's own beside the one that the environment names: made, copied and removed as the owner.

What is kept between runs has one name for all of them; what is worked in carries the number of its process.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, ObjectInUse

PATIENCE = 30  # seconds
ONE_AT_A_TIME = "select pg_advisory_lock(7010)"
WORKED_IN = "select datname from pg_database where datname ~ %s"
DIGEST = "select pg_catalog.shobj_description(oid, 'pg_database') from pg_database where datname = %s"


@dataclass(frozen=True, slots=True)
class Database:
    """A database by its name, with the logins that the environment gives."""

    name: str

    @property
    def urls(self) -> dict[str, str]:
        """The variables that lead the product's processes to it."""
        return {
            name: _renamed(os.environ[name], self.name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        }

    def note(self) -> str:
        """What was noted about its content; empty where it does not exist."""
        with _owner() as connection:
            row = connection.execute(DIGEST, [self.name]).fetchone()
            return str(row[0] or "") if row else ""

    def keep(self, note: str) -> None:
        """Note what its content is, now that it is complete; sort its statistics for the planner."""
        with psycopg.connect(self.urls["DATABASE_OWNER_URL"], autocommit=True) as connection:
            connection.execute("vacuum (analyze)")
        _run("comment on database {} is {}", sql.Identifier(self.name), sql.Literal(note))

    def make(self) -> None:
        """Make it anew, empty."""
        self.drop()
        _run("create database {}", sql.Identifier(self.name))

    def copy_of(self, original: "Database") -> None:
        """Make it anew, equal to another."""
        self.drop()
        _run("create database {} template {}", sql.Identifier(self.name), sql.Identifier(original.name))

    def drop(self) -> None:
        """Remove it, and whoever is still connected; what only the server may end (autovacuum) is waited for."""
        for _ in range(PATIENCE):
            try:
                return _run("drop database if exists {} with (force)", sql.Identifier(self.name))
            except (InsufficientPrivilege, ObjectInUse):
                time.sleep(1)
        return _run("drop database if exists {}", sql.Identifier(self.name))


def database(suffix: str) -> Database:
    """The bench's database of that name; equal for each run against the same server."""
    return Database(f"{_prefix()}{suffix}")


@contextmanager
def alone() -> Iterator[None]:
    """No other run on this server makes or copies kept data meanwhile."""
    with _owner() as connection:
        connection.execute(ONE_AT_A_TIME)
        yield


def remove_left_behind() -> None:
    """Drop what runs that were cut off have worked in."""
    with _owner() as connection:
        names = [str(row[0]) for row in connection.execute(WORKED_IN, [f"^{_prefix()}.*_run[0-9]+$"])]
    for name in names:
        if not Path("/proc", name.rpartition("_run")[2]).exists():
            Database(name).drop()


@contextmanager
def scratch(suffix: str, *, like: Database | None = None) -> Iterator[Database]:
    """An empty database, or a copy, for the length of the block; no other run knows it."""
    fresh = database(f"{suffix}_run{os.getpid()}")
    if like:
        fresh.copy_of(like)
    else:
        fresh.make()
    try:
        yield fresh
    finally:
        fresh.drop()


def _prefix() -> str:
    return f"{urlsplit(os.environ['DATABASE_OWNER_URL']).path.strip('/')}_bench_"


def _owner() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


def _run(statement: str, *names: sql.Composable) -> None:
    with _owner() as connection:
        connection.execute(sql.SQL(statement).format(*names))


def _renamed(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()
