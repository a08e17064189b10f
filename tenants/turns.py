"""Who may change schemas now: one process migrates at a time, and it knows of every client that is being built meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from motorblok.kernel import schema
from tenants import patience

MIGRATING, BUILDING = 7003, 7004
TRY, LEAVE = "SELECT pg_try_advisory_lock(%s)", "SELECT pg_advisory_unlock(%s)"
SHARE, WAIT = "SELECT pg_advisory_xact_lock_shared(%s)", "SELECT pg_advisory_lock(%s)"


class AlreadyMigrating(RuntimeError):
    """Another process is migrating the clients of this database."""

    def __init__(self) -> None:
        super().__init__("Another process is migrating this database now.")


@contextmanager
def alone() -> Iterator[None]:
    """Be the one process that migrates; a process that dies leaves its turn. Raises AlreadyMigrating."""
    if not _ask(TRY, MIGRATING):
        raise AlreadyMigrating
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _ask(LEAVE, MIGRATING)


def build_along() -> None:
    """For a transaction that builds a client: whoever migrates waits for its end before looking which clients there are."""
    _ask(SHARE, BUILDING)


def await_builders() -> None:
    """Wait until the clients are there that others began to build before now. Raises OperationalError after some tries."""
    patience.patiently(lambda: _ask(WAIT, BUILDING))
    _ask(LEAVE, BUILDING)


def _ask(statement: str, lock: int) -> bool:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(statement, [lock])
        return cursor.fetchone()[0] is not False
