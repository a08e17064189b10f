"""The cache: keys that cannot be read from another client's schema, and a server that is not waited for."""

import logging
from typing import Any

from redis import Connection
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import TimeoutError as NotAnswered

from motorblok.kernel import schema
from motorblok.kernel.breaker import Breaker

QUIET_SECONDS = 5.0
breaker = Breaker(seconds=QUIET_SECONDS)


class LeftAlone(NotConnected):
    """The cache was not asked at all: it did not answer a moment ago."""

    def __init__(self) -> None:
        super().__init__("The cache did not answer a moment ago.")


class ImpatientConnection(Connection):
    """A connection to a cache that is left alone for five seconds once it did not answer: a page goes on without it."""

    def connect(self) -> None:
        """Connect, unless the server has just failed."""
        if breaker.is_open():
            raise LeftAlone
        try:
            super().connect()  # type: ignore[no-untyped-call]
        except (NotConnected, NotAnswered):
            breaker.trip()
            raise

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        """Read an answer; none in time counts as a failure."""
        try:
            return super().read_response(*args, **kwargs)
        except NotAnswered:
            breaker.trip()
            raise


class Untold(logging.Filter):
    """Keeps from the log what has just been told: each page asks the cache some times, and each would fill a page of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the cache was really asked."""
        error = record.exc_info[1] if record.exc_info else None
        return not (error and isinstance(error.__cause__, LeftAlone))


# Rate limits count over all hosts: a guesser must not get new tries on the next client's address.
ACROSS_CLIENTS = ("allauth", "limit:", "host:")


def make_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: the schema is part of every key but those that count across clients."""
    owner = "*" if key.startswith(ACROSS_CLIENTS) else schema.current()
    return f"{key_prefix}:{version}:{owner}:{key}"
