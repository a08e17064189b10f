"""The orders in which the workboard can be read, and how a page in one of them goes on where another ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from motorblok.board.models import PRESSING
from motorblok.board.placements import Placement

BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Key:
    """One column to sort by; `of` finds its value in a row, `read` in an address. What is empty comes last."""

    column: str
    of: Callable[[Placement], Any]
    read: Callable[[str], Any]
    is_falling: bool = False
    can_be_empty: bool = False

    def sorted(self) -> OrderBy:
        """The column as the database is to sort it."""
        empty_last = True if self.can_be_empty else None
        return F(self.column).desc() if self.is_falling else F(self.column).asc(nulls_last=empty_last)

    def at(self, value: Any) -> Q:
        """The rows that have this value."""
        return Q(**{self.column: value})

    def beyond(self, value: Any) -> Q:
        """The rows whose value comes later than this one."""
        if value is None:
            return Q(pk__in=[])
        later = Q(**{f"{self.column}__{'lt' if self.is_falling else 'gt'}": value})
        return later | Q(**{self.column: None}) if self.can_be_empty else later


Cursor = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Keys to sort by, the last of them unlike in any two rows."""

    keys: tuple[Key, ...]

    def sorted(self) -> list[OrderBy]:
        """What to sort by."""
        return [key.sorted() for key in self.keys]

    def cursor(self, row: Placement) -> Cursor:
        """The place just after a row."""
        return tuple(key.of(row) for key in self.keys)

    def beyond(self, cursor: Cursor) -> Q:
        """The rows after a place."""
        found, same = Q(pk__in=[]), Q()
        for key, value in zip(self.keys, cursor, strict=True):
            found |= same & key.beyond(value)
            same &= key.at(value)
        return found

    def written(self, cursor: Cursor) -> str:
        """A place, for an address."""
        return BETWEEN.join(_written(value) for value in cursor)

    def read(self, text: str) -> Cursor | None:
        """The place that `written` wrote; None for anything else."""
        parts = text.split(BETWEEN)
        if len(parts) != len(self.keys):
            return None
        try:
            return tuple(key.read(part) for key, part in zip(self.keys, parts, strict=True))
        except (ValueError, OverflowError):
            return None


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _instant_or_none(text: str) -> datetime | None:
    return _instant(text) if text else None


def _rank(row: Placement) -> int:
    return PRESSING.index(row.priority) if row.priority in PRESSING else len(PRESSING)


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError(text)
    return text


TASK = Key("task_id", lambda row: row.task_id, UUID)
URGENT = Key("urgent_at", lambda row: row.urgent_at, _instant_or_none, can_be_empty=True)
WAITING = Key("waiting_for", lambda row: row.waiting_for, _plain)

MOST_URGENT = Order((URGENT, WAITING, TASK))
NEWEST = Order((Key("received_at", lambda row: row.received_at, _instant, is_falling=True), TASK))
HIGHEST = Order((Key("rank", _rank, lambda text: int(text) % 100), URGENT, TASK))
BY_CLIENT = Order((Key("client_id", lambda row: row.client_id, UUID), URGENT, TASK))
LAST_CLOSED = Order((Key("closed_at", lambda row: row.closed_at, _instant, is_falling=True), TASK))

ORDERS: Mapping[str, Order] = {
    "urgent": MOST_URGENT,
    "received": NEWEST,
    "priority": HIGHEST,
    "client": BY_CLIENT,
}
