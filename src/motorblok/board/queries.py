"""Questions to the workboard: the most urgent tasks that a viewer may see, page by page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from motorblok.board.client_order import client_by_client
from motorblok.board.models import Row
from motorblok.board.placements import COLUMNS, Placement
from motorblok.board.sorting import BY_CLIENT, LAST_CLOSED, ORDERS, Cursor, Order

PAGE = 50
COUNTED = 1000
SOON = timedelta(hours=1)
# What is due at a closing breaches at the next opening: the farthest that lies, over a long holiday.
LONGEST_CLOSED = timedelta(days=14)


class Show(StrEnum):
    """Which tasks to show, by where they stand."""

    OPEN = "open"
    UNTAKEN = "untaken"
    SOON = "soon"
    LATE = "late"
    WAITING = "waiting"
    BLOCKED = "blocked"
    WROTE = "wrote"
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
    """What the viewer asked for; an empty field asks for nothing.

    `sort` is a name in ORDERS, and closed tasks have their own; `clients` is the order for those sorted by client.
    """

    show: Show = Show.OPEN
    client_id: UUID | None = None
    service_line: str = ""
    priority: str = ""
    assignee_id: UUID | None = None
    unassigned: bool = False
    text: str = ""
    sort: str = "urgent"
    clients: Sequence[UUID] = ()

    @property
    def order(self) -> Order:
        """How the rows are sorted."""
        return LAST_CLOSED if self.show is Show.CLOSED else ORDERS[self.sort]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the workboard, and where the next one starts, if there is one."""

    rows: tuple[Placement, ...]
    next: Cursor | None


def page(
    scope: Scope, filters: Filters, *, at: datetime, after: Cursor | None = None, size: int = PAGE
) -> Page:
    """The tasks of a scope in the order asked for, judged at an instant. One statement, by client two."""
    order, found = filters.order, _found(scope, filters, at=at)
    if order is BY_CLIENT:
        found = client_by_client(found, filters.clients, after=after, size=size + 1)
    else:
        found = (found.filter(order.beyond(after)) if after else found).order_by(*order.sorted())
    rows = [Placement(**values) for values in found.values(*COLUMNS)[: size + 1]]
    return Page(tuple(rows[:size]), order.cursor(rows[size - 1]) if len(rows) > size else None)


def found_by_text(scope: Scope, text: str, *, at: datetime, size: int) -> list[Placement]:
    """Tasks that have these words: open ones, the most urgent first, then the last closed ones. Two statements."""
    stand = (Show.OPEN, Show.CLOSED)
    return [
        row for show in stand for row in page(scope, Filters(show=show, text=text), at=at, size=size).rows
    ]


def by_number(scope: Scope, text: str) -> list[Placement]:
    """The task of exactly this number, whatever its state and the case of its letters; one of each client that has it."""
    if (words := _words(text)) is None:
        return []
    found = Row.objects.filter(scope.condition(), search=words, number=text.strip().upper())
    return [Placement(**values) for values in found.values(*COLUMNS)[:PAGE]]


def count(scope: Scope, filters: Filters, *, at: datetime, limit: int = COUNTED) -> int:
    """How many tasks there are, counted up to `limit`."""
    return counts(scope, [filters], at=at, limit=limit)[0]


def counts(scope: Scope, asked: Sequence[Filters], *, at: datetime, limit: int = COUNTED) -> list[int]:
    """How many tasks each of these finds, in their order, each counted up to `limit`. One statement for all."""
    if not asked:
        return []
    parts = [_counted(_found(scope, each, at=at).values("task_id")[:limit]) for each in asked]
    with connection.cursor() as cursor:
        columns = ", ".join(sql for sql, _params in parts)
        cursor.execute(f"SELECT {columns}", [value for _sql, given in parts for value in given])
        return list(cursor.fetchone())


def _counted(found: QuerySet[Row, Any]) -> tuple[str, Sequence[Any]]:
    try:
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:  # who may enter no client
        return "0", []
    return f"(SELECT count(*) FROM ({sql}) AS found)", params  # noqa: S608  made by the ORM


def _found(scope: Scope, filters: Filters, *, at: datetime) -> QuerySet[Row]:
    return Row.objects.filter(scope.condition(), _standing(filters.show, at), *_asked(filters))


def _standing(show: Show, at: datetime) -> Q:
    is_open = Q(closed_at=None)
    return {
        Show.OPEN: is_open,
        Show.UNTAKEN: is_open & Q(assignee_id=None),
        Show.SOON: is_open
        & Q(urgent_at__gte=at, urgent_at__lt=at + SOON + LONGEST_CLOSED)
        & Q(due_at__gte=at - LONGEST_CLOSED, due_at__lt=at + SOON),
        Show.LATE: is_open & Q(urgent_at__lt=at),
        Show.WAITING: is_open & Q(waiting_for="client"),
        Show.BLOCKED: is_open & Q(waiting_for="third_party"),
        Show.WROTE: is_open & Q(client_wrote_at__isnull=False),
        Show.CLOSED: Q(closed_at__isnull=False),
    }[show]


def _asked(filters: Filters) -> list[Q]:
    asked = []
    if filters.client_id:
        asked.append(Q(client_id=filters.client_id))
    if filters.service_line:
        asked.append(Q(service_line=filters.service_line))
    if filters.priority:
        asked.append(Q(priority=filters.priority))
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
