"""Which of the open work presses most, over all that a viewer may see: a page of the newest would miss the oldest."""

from datetime import datetime
from typing import Any

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from motorblok.accounts.viewers import Viewer
from motorblok.sla.models import Clock
from motorblok.visibility.promises import seen_promises
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import TaskSeen
from motorblok.visibility.shapes import shaped
from motorblok.work.models import CLOSED, Task
from motorblok.work.subjects import subject_in_sql


def most_urgent(viewer: Viewer, *, at: datetime, size: int) -> tuple[TaskSeen, ...]:
    """The open tasks of which a promise is broken first; last those that none presses. Two statements."""
    rows: list[Task] = list(
        _open(viewer).order_by(F("breach_at").asc(nulls_last=True), "-received_at", "id")[:size]
    )
    promises = seen_promises([row.id for row in rows], at=at)
    return tuple(shaped(viewer, row, promises) for row in rows)


def count_late(viewer: Viewer, *, at: datetime) -> int:
    """How many open tasks have a promise that is broken already and not fulfilled."""
    return _open(viewer).filter(breach_at__lt=at).count()


def _open(viewer: Viewer) -> QuerySet[Any]:
    # One that stands still has a breach only if it was broken before, and is late then.
    of_task = Clock.objects.filter(subject=subject_in_sql(OuterRef("id")))
    open_still = of_task.filter(stopped_at=None).order_by().values("subject")
    first = open_still.annotate(first=Min("breach_at")).values("first")
    return tasks_of(viewer).exclude(state__in=CLOSED).annotate(breach_at=Subquery(first))
