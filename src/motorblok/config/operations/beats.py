"""When a worker last did what the beat sends out: kept beside the broker, where a lost note costs nothing."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

KEY = "motorblok:beats"
PATIENCE = 1.0
NOTED_EVERY = 10.0

logger = logging.getLogger(__name__)


@contextmanager
def broker() -> Iterator["Redis"]:
    """A connection to the broker that waits for a second, no longer."""
    made = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        yield made
    finally:
        made.close()


def note(name: str) -> None:
    """Note that an entry of the beat was done now; at most every ten seconds, and without a broker not at all."""
    if monotonic() < _noted.get(name, 0.0) + NOTED_EVERY:
        return
    _noted[name] = monotonic()
    try:
        with broker() as connection:
            connection.hset(KEY, name, str(time.time()))
    except RedisError:
        logger.warning("It could not be noted that the beat's work was done")


def ages() -> dict[str, float]:
    """How many seconds ago each entry was done, as far as it is known. Raises RedisError."""
    with broker() as connection:
        noted: dict[bytes, bytes] = connection.hgetall(KEY)  # type: ignore[assignment]  # text only if asked for
    return {name.decode(): max(0.0, time.time() - float(at)) for name, at in noted.items()}


_noted: dict[str, float] = {}
