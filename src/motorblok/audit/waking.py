"""Wakes the readers of a book after a commit: once per transaction and schema, and never felt by the request."""

import logging
from dataclasses import dataclass
from functools import cache

from celery import current_app
from django.db import connection, transaction
from kombu import Connection, pools
from kombu.transport import redis as _redis  # noqa: F401  loaded now, so that no request pays for it

from motorblok.audit import tasks
from motorblok.kernel.breaker import Breaker

QUIET_SECONDS = 5.0
# A broker that is down or hung must cost a request some tenths of a second once, and nothing after that.
IMPATIENT = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wake:
    """One wake-up of one schema's readers, equal to any other of the same schema."""

    schema: str

    def __call__(self) -> None:
        wake(self.schema)


def wake_after_commit(schema_name: str) -> None:
    """Wake that schema's readers when the transaction commits, however many events it records."""
    call = Wake(schema_name)
    if not any(waiting[1] == call for waiting in connection.run_on_commit):
        transaction.on_commit(call, robust=True)


def wake(schema_name: str) -> None:
    """Send one message. A broker that does not answer is left alone for five seconds: the sweep reads what is unread."""
    if breaker.is_open():
        return
    try:
        with _producers().acquire(block=True, timeout=1) as producer:
            tasks.read_book.apply_async(kwargs={"schema_name": schema_name}, producer=producer, retry=False)
    except Exception:
        # Whatever it was: the commit has been made, and the sweep will read what it left.
        breaker.trip()
        logger.warning("No message could be sent; the sweep will read %s.", schema_name, exc_info=True)


@cache
def _producers() -> pools.ProducerPool:
    url = current_app.conf.broker_write_url or current_app.conf.broker_url
    producers: pools.ProducerPool = pools.producers[
        Connection(url, connect_timeout=0.3, transport_options=IMPATIENT)
    ]
    return producers


breaker = Breaker(seconds=QUIET_SECONDS)
