"""One instant of the database, seen for as long as it takes to write it down."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from motorblok.config.moving.refusals import CannotMove
from tenants import turns

# Held by who migrates; asked for and given back, so that an export keeps no migration from beginning.
IS_STILL = f"SELECT pg_try_advisory_lock_shared({turns.MIGRATING})"
GIVE_BACK = f"SELECT pg_advisory_unlock_shared({turns.MIGRATING})"
SNAPSHOT = "SELECT pg_current_snapshot()::text"


@contextmanager
def snapshot() -> Iterator[None]:
    """See the database as it stands now until the block ends, whatever others write meanwhile. Raises CannotMove."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        turns.build_along()  # who begins to migrate waits for the end of this
        cursor.execute(IS_STILL)
        if not cursor.fetchone()[0]:
            raise CannotMove("The clients are being migrated: export when that is done.")
        cursor.execute(GIVE_BACK)
        yield


def name_of_snapshot() -> str:
    """PostgreSQL's own name of what the transaction in force sees."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return str(cursor.fetchone()[0])
