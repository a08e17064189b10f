"""How long a change of tables waits for a table that is in use: briefly, since whoever comes after it waits too; then again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, connection
from psycopg.errors import DeadlockDetected, LockNotAvailable

from motorblok.kernel import schema

LOCK_TIMEOUT = 1000  # milliseconds
CONCURRENT_LOCK_TIMEOUT = 60_000  # of an index built beside the work: it waits, and nobody waits for it
TRIES = 5
Result = TypeVar("Result")


def patiently(work: Callable[[], Result]) -> Result:
    """Do it again when a lock did not come in time, each time after a longer pause. Raises what the last try raised."""
    for attempt in range(1, TRIES):
        try:
            return work()
        except DatabaseError as error:
            if not waited_in_vain(error):
                raise
        time.sleep(0.1 * 2**attempt)
    return work()


def waited_in_vain(error: BaseException) -> bool:
    """Whether a statement gave up because somebody else held what it needed."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


@contextmanager
def limited() -> Iterator[None]:
    """Every statement inside waits for a lock for LOCK_TIMEOUT at most."""
    with schema.entered(schema.PUBLIC):
        before = _lock_timeout()
        wait_at_most(LOCK_TIMEOUT)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


def wait_at_most(milliseconds: int) -> None:
    """Let the statements after this one wait so long for a lock; in the schema in force."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(max(1, milliseconds))])


def _lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])
