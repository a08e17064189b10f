"""Questions to the workboard: the most urgent tasks that a viewer may see, page by page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet

from motorblok.board.models import Row
from motorblok.board.placements import COLUMNS, Placement

PAGE = 50
SOON = timedelta(hours=1)
# What is due at a closing breaches at the next opening: the farthest that lies, over a long holiday.
LONGEST_CLOSED = timedelta(days=14)


class Show(StrEnum):
    """Which tasks to show, by where they stand."""

    OPEN = "open"
    UNTAKEN = "untaken"
    SOON = "soon"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a viewer may see: every client, or all of some clients, and of others some service lines only."""

    everything: bool = False
    whole: Collection[UUID] = ()
    lines: Mapping[UUID, Collection[str]] = field(default_factory=dict)

    def condition(self) -> Q:
        """The rows inside this scope."""
        if self.everything:
            return Q()
        partly = (Q(client_id=client, service_line__in=codes) for client, codes in self.lines.items())
        inside = Q(client_id__in=list(self.whole))
        for each in partly:
            inside |= each
        return inside


@dataclass(frozen=True, slots=True)
class Filters:
    """What the viewer asked for; an empty field asks for nothing. `assignee_id` with `unassigned` is refused."""

    show: Show = Show.OPEN
    client_id: UUID | None = None
    service_line: str = ""
    assignee_id: UUID | None = None
    unassigned: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the sort key of its last row."""

    instant: datetime | None
    task_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the workboard, and where the next one starts, if there is one."""

    rows: tuple[Placement, ...]
    next: Cursor | None


def page(
    scope: Scope, filters: Filters, *, at: datetime, after: Cursor | None = None, size: int = PAGE
) -> Page:
    """The most urgent tasks of a scope (closed ones: the latest first), judged at an instant. One statement."""
    order = _Newest if filters.show is Show.CLOSED else _MostUrgent
    found = Row.objects.filter(scope.condition(), _standing(filters.show, at), *_asked(filters))
    if after:
        found = found.filter(order.beyond(after))
    rows = [Placement(**values) for values in order.sorted(found).values(*COLUMNS)[: size + 1]]
    more = Cursor(getattr(rows[size - 1], order.key), rows[size - 1].task_id) if len(rows) > size else None
    return Page(tuple(rows[:size]), more)


def count(scope: Scope, filters: Filters, *, at: datetime, limit: int = 1000) -> int:
    """How many tasks there are, counted up to `limit`."""
    found = Row.objects.filter(scope.condition(), _standing(filters.show, at), *_asked(filters))
    return found.values("task_id")[:limit].count()


class _MostUrgent:
    key = "urgent_at"

    @staticmethod
    def sorted(found: QuerySet[Row]) -> QuerySet[Row]:
        return found.order_by(F("urgent_at").asc(nulls_last=True), "task_id")

    @staticmethod
    def beyond(after: Cursor) -> Q:
        if after.instant is None:
            return Q(urgent_at=None, task_id__gt=after.task_id)
        same = Q(urgent_at=after.instant, task_id__gt=after.task_id)
        return Q(urgent_at__gt=after.instant) | same | Q(urgent_at=None)


class _Newest:
    key = "closed_at"

    @staticmethod
    def sorted(found: QuerySet[Row]) -> QuerySet[Row]:
        return found.order_by(F("closed_at").desc(), "task_id")

    @staticmethod
    def beyond(after: Cursor) -> Q:
        if after.instant is None:  # a place between two open tasks: here it is before all
            return Q()
        return Q(closed_at__lt=after.instant) | Q(closed_at=after.instant, task_id__gt=after.task_id)


def _standing(show: Show, at: datetime) -> Q:
    is_open = Q(closed_at=None)
    return {
        Show.OPEN: is_open,
        Show.UNTAKEN: is_open & Q(assignee_id=None),
        Show.SOON: is_open
        & Q(urgent_at__gte=at, urgent_at__lt=at + SOON + LONGEST_CLOSED, due_at__lt=at + SOON),
        Show.LATE: is_open & Q(urgent_at__lt=at),
        Show.CLOSED: Q(closed_at__isnull=False),
    }[show]


def _asked(filters: Filters) -> list[Q]:
    asked = []
    if filters.client_id:
        asked.append(Q(client_id=filters.client_id))
    if filters.service_line:
        asked.append(Q(service_line=filters.service_line))
    if filters.assignee_id:
        asked.append(Q(assignee_id=filters.assignee_id))
    if filters.unassigned:
        asked.append(Q(assignee_id=None))
    if words := _words(filters.text):
        asked.append(Q(search=words))
    return asked


def _words(text: str) -> SearchQuery | None:
    """Every word must occur, the last letters may be missing; signs that PostgreSQL would read as operators go."""
    words = [
        "".join(letter for letter in word if letter.isalnum()) for word in text.replace("-", " ").split()
    ]
    prefixes = " & ".join(f"{word}:*" for word in words if word)
    return SearchQuery(prefixes, config="simple", search_type="raw") if prefixes else None
