"""Two connections that meet: one is asked while the other is not done, and it can be seen that it waits."""

from django.db import connection

from motorblok.kernel import schema

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def is_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def elsewhere(client, do):
    """In another connection, in the client's schema."""
    try:
        with schema.entered(client.schema_name):
            return do()
    finally:
        connection.close()
