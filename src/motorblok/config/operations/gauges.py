"""What the database and the broker tell of the queues when somebody asks: their lengths and the age of the oldest.

The number of statements is the same for any number of clients. Each may take a second; what cannot be read in that time
is left out, and said to be.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from motorblok.config.operations import beats
from motorblok.kernel import schema

PATIENCE = 1.0
QUEUES = ("default", "provisioner")
UNACKNOWLEDGED = "unacked"
BOOKS_LOOKED_INTO = 50

# Name, length, age of the oldest in seconds: of what waits in the public schema.
WAITING = """
SELECT 'outgoing_mail', count(*), extract(epoch FROM now() - min(mail_at))
FROM notify_notice WHERE mailing = 'due' AND mail_at <= now()
UNION ALL SELECT 'gateway_calls', count(*), extract(epoch FROM now() - min(next_at))
FROM billing_gatewaycall WHERE state = 'pending' AND next_at <= now()
UNION ALL SELECT 'stuck_gateway_calls', count(*), extract(epoch FROM now() - min(made_at))
FROM billing_gatewaycall WHERE state = 'stuck'
UNION ALL SELECT 'gateway_notices', count(*), extract(epoch FROM now() - min(next_at))
FROM billing_inboundevent WHERE state IN ('received', 'failed') AND next_at <= now()
UNION ALL SELECT 'parked_gateway_notices', count(*), extract(epoch FROM now() - min(received_at))
FROM billing_inboundevent WHERE state = 'parked'
UNION ALL SELECT 'alarms_to_fire', count(*), extract(epoch FROM now() - min(fire_at))
FROM board_alarm WHERE fire_at <= now()
UNION ALL SELECT 'alarms_to_tell', count(*), extract(epoch FROM now() - min(fire_at))
FROM board_fired WHERE told_at IS NULL
"""
# By PostgreSQL's own count of rows, so that not every client's tables are opened: it follows a commit within a second.
BOOKS = """
SELECT n.nspname, pg_stat_get_live_tuples(c.oid) AS rows, sum(pg_stat_get_live_tuples(c.oid)) OVER ()
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = %s AND c.relkind = 'r' AND pg_stat_get_live_tuples(c.oid) > 0 ORDER BY 2 DESC LIMIT %s
"""
OLDEST = "(SELECT event_id FROM {book}.{table} ORDER BY event_id LIMIT 1)"
EVENT_QUEUES = {"unread_events": "audit_unread", "unsealed_events": "audit_unsealed"}
BUSY_CLIENTS = """
SELECT c.slug, count(*), count(*) FILTER (WHERE r.urgent_at < now())
FROM board_row r JOIN tenants_client c ON c.id = r.client_id WHERE r.closed_at IS NULL GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: how much, and for how many seconds the oldest has."""

    name: str
    length: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class Busy:
    """How many open tasks a client has, and how many of them broke a promise; `slug` is "other" for all the rest."""

    slug: str
    open: int
    late: int


def database_queues() -> list[Queue]:
    """What waits in the tables: five statements. Raises DatabaseError."""
    rows = read(WAITING)
    waiting = [Queue(name, count, max(0.0, float(age or 0))) for name, count, age in rows]
    return [*waiting, *(_event_queue(name, table) for name, table in EVENT_QUEUES.items())]


def broker_queues() -> list[Queue]:
    """What waits in the broker; it does not tell since when. Raises RedisError."""
    with beats.broker() as broker:
        lengths = [Queue(name, int(broker.llen(name)), 0) for name in QUEUES]
        return [*lengths, Queue("unacknowledged", int(broker.hlen(UNACKNOWLEDGED)), 0)]


def busy_clients() -> list[Busy]:
    """The clients with the most open tasks, as many as the setting says, and the rest as one. Raises DatabaseError."""
    rows = read(BUSY_CLIENTS)
    shown, rest = rows[: settings.MOTORBLOK_METRICS_CLIENTS], rows[settings.MOTORBLOK_METRICS_CLIENTS :]
    return [
        *(Busy(slug, tasks, late) for slug, tasks, late in shown),
        Busy("other", sum(row[1] for row in rest), sum(row[2] for row in rest)),
    ]


def _event_queue(name: str, table: str) -> Queue:
    """The longest books are looked into for the age; how much there is, is known of all."""
    books = read(BOOKS, [table, BOOKS_LOOKED_INTO])
    if not books:
        return Queue(name, 0, 0)
    quote = connection.ops.quote_name
    oldest = read(" UNION ALL ".join(OLDEST.format(book=quote(book[0]), table=table) for book in books))
    made = [event_id.int >> 80 for (event_id,) in oldest]  # RFC 9562: the first 48 bits are milliseconds
    return Queue(name, int(books[0][2]), max(0.0, time.time() - min(made) / 1000) if made else 0)


def read(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement in the public schema, within the time that a scrape gives it. Raises DatabaseError."""
    with schema.entered(schema.PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [int(PATIENCE * 1000)])
        cursor.execute(statement, values or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
