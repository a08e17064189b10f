"""How the work is spread: over colleagues, over clients, and from day to day. Public tables alone, over all clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from motorblok.board.models import Fired, Row
from motorblok.board.placements import COLUMNS, Placement

BREACHED = "breached"
WEEK = timedelta(days=7)
OPEN = Q(closed_at=None)
OPEN_OR_NOT = Q()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What lies with somebody, or at a client, and what came and went in a week; all are numbers of tasks."""

    open_tasks: int = 0
    late: int = 0
    soon: int = 0
    waiting: int = 0
    unassigned: int = 0
    received: int = 0
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """Breaches of one client in a week and in the week before it."""

    client_id: UUID
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class MissedTarget:
    """Breaches of one kind of promise in a week and in the week before it."""

    target: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """How many tasks came and how many were closed on a date."""

    on: date
    received: int
    closed: int


def by_assignee(*, at: datetime, soon_until: datetime) -> dict[UUID | None, Load]:
    """The load of each colleague, and under None what nobody has; due by `soon_until` counts as soon. One statement."""
    return _loads("assignee_id", at=at, soon_until=soon_until)


def by_client(*, at: datetime, soon_until: datetime, seen: Q = OPEN_OR_NOT) -> dict[UUID, Load]:
    """The load of each client that has any, over the rows that are `seen`. One statement."""
    return _loads("client_id", at=at, soon_until=soon_until, seen=seen)


def missed_by_client(*, at: datetime) -> list[Missed]:
    """The breaches that the ledger holds of the last seven days and of the seven before, by client. One statement."""
    found = _breaches(since=at - 2 * WEEK, until=at).values("client_id")
    counted = found.annotate(
        now=Count("clock_id", filter=Q(fire_at__gt=at - WEEK)),
        before=Count("clock_id", filter=Q(fire_at__lte=at - WEEK)),
    )
    return [Missed(**row) for row in counted.order_by("-now", "client_id")]


def missed_by_target(*, at: datetime) -> list[MissedTarget]:
    """The same breaches by the kind of promise that was broken. One statement."""
    found = _breaches(since=at - 2 * WEEK, until=at).values("target")
    counted = found.annotate(
        now=Count("clock_id", filter=Q(fire_at__gt=at - WEEK)),
        before=Count("clock_id", filter=Q(fire_at__lte=at - WEEK)),
    )
    return [MissedTarget(**row) for row in counted.order_by("-now", "target")]


def missed_by_day(*, since: datetime, until: datetime) -> dict[date, int]:
    """The breaches of each day of a stretch; a day without any is absent. One statement."""
    days = _breaches(since=since, until=until).annotate(on=TruncDate("fire_at")).values("on")
    return {row["on"]: row["many"] for row in days.annotate(many=Count("clock_id"))}


def days_of_work(*, since: datetime, until: datetime) -> list[DayOfWork]:
    """What came and what was closed on every day of a stretch, in the time zone in force. Two statements."""
    came, went = _per_day("received_at", since, until), _per_day("closed_at", since, until)
    known = [*came, *went]
    if not known:
        return []
    first, last = min(known), max(known)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [DayOfWork(on, came.get(on, 0), went.get(on, 0)) for on in days]


def longest_unanswered(limit: int) -> list[Placement]:
    """The open tasks whose client has waited longest for an answer to what it wrote. One statement."""
    return _placed(Row.objects.filter(OPEN, client_wrote_at__isnull=False).order_by("client_wrote_at"), limit)


def longest_untouched(limit: int) -> list[Placement]:
    """The open tasks that nobody has taken in hand, the oldest first. One statement."""
    return _placed(Row.objects.filter(OPEN, state="received").order_by("received_at", "task_id"), limit)


def _loads(key: str, *, at: datetime, soon_until: datetime, seen: Q = OPEN_OR_NOT) -> dict[Any, Load]:
    recent = Q(closed_at__gt=at - WEEK) | Q(received_at__gt=at - WEEK)
    counted = (
        Row.objects.filter(seen, OPEN | recent)
        .values_list(key)
        .annotate(
            open_tasks=Count("task_id", filter=OPEN),
            late=Count("task_id", filter=OPEN & Q(urgent_at__lt=at)),
            soon=Count("task_id", filter=OPEN & Q(urgent_at__gte=at, due_at__lt=soon_until)),
            waiting=Count("task_id", filter=OPEN & ~Q(waiting_for="")),
            unassigned=Count("task_id", filter=OPEN & Q(assignee_id=None)),
            received=Count("task_id", filter=Q(received_at__gt=at - WEEK)),
            resolved=Count("task_id", filter=Q(closed_at__gt=at - WEEK, state="resolved")),
        )
    )
    names = list(Load.__slots__)
    return {row[0]: Load(**dict(zip(names, row[1:], strict=True))) for row in counted.order_by()}


def _breaches(*, since: datetime, until: datetime) -> QuerySet[Fired]:
    return Fired.objects.filter(kind=BREACHED, fire_at__gt=since, fire_at__lte=until).order_by()


def _per_day(field: str, since: datetime, until: datetime) -> dict[date, int]:
    found = Row.objects.filter(**{f"{field}__gt": since, f"{field}__lte": until}).order_by()
    days = found.annotate(on=TruncDate(field)).values("on").annotate(many=Count("task_id"))
    return {row["on"]: row["many"] for row in days}


def _placed(found: QuerySet[Row], limit: int) -> list[Placement]:
    rows: Iterable[dict[str, Any]] = found.values(*COLUMNS)[:limit]
    return [Placement(**row) for row in rows]
