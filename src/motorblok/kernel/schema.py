"""The one ambient thing: which PostgreSQL schema this connection works in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

PUBLIC = "public"

_visited: ContextVar[str | None] = ContextVar("visited", default=None)


class NoSchemaChosen(RuntimeError):
    """Work was asked for before a schema was chosen; nothing is ever read from public by accident."""

    def __init__(self) -> None:
        super().__init__(
            "No schema is chosen on this connection: wrap the work in kernel.schema.entered(...)."
        )


def current() -> str:
    """The schema in force. Raises NoSchemaChosen outside `entered`."""
    if name := chosen():
        return name
    raise NoSchemaChosen


def chosen() -> str | None:
    """The schema in force, or None where none was chosen."""
    name: str | None = _connection().schema_name
    return name


def choose(name: str | None) -> None:
    """Put the connection into a schema (None: into none). For middleware and test fixtures; else use `entered`."""
    if name is None:
        _connection().set_no_schema()
    else:
        _connection().set_schema(name)
        if name != PUBLIC:
            _visited.set(name)


def visited() -> str | None:
    """The client schema that the work in hand was in last, also after it was left: for logs, never to work in."""
    return _visited.get()


def forget_visit() -> None:
    """Begin a new piece of work, which was in no client's schema yet."""
    _visited.set(None)


@contextmanager
def entered(name: str) -> Iterator[None]:
    """Work inside one schema; the previous one, or none, is in force again afterwards.

    Never yield or return a lazy queryset from inside: it would be read in the schema of whoever evaluates it.
    """
    before = chosen()
    choose(name)
    try:
        yield
    finally:
        choose(before)


@contextmanager
def entered_alone(name: str) -> Iterator[None]:
    """Work inside one schema with public out of sight: for changing tables, where a name must not fall through."""
    before = chosen()
    _connection().set_schema(name, include_public=False)
    try:
        yield
    finally:
        choose(before)


def _connection() -> Any:
    return connection
