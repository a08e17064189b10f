"""How promises stand in a client's eyes: without the provider's own warnings, reasons and calendars."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from motorblok.sla.fold import ClockState
from motorblok.sla.models import Clock
from motorblok.visibility.seen import PromiseSeen, Standing

NEAR = timedelta(hours=1)


def seen_promises(task_ids: Sequence[UUID], *, at: datetime) -> dict[UUID, tuple[PromiseSeen, ...]]:
    """The promises on these tasks, by task, in the order of first response and resolution. One statement."""
    promises: dict[UUID, list[PromiseSeen]] = defaultdict(list)
    for clock in Clock.objects.filter(subject__in=[f"task:{each}" for each in task_ids]).order_by(
        "kind", "cycle"
    ):
        promises[UUID(clock.subject.partition(":")[2])].append(_seen(clock, at))
    return {task_id: tuple(seen) for task_id, seen in promises.items()}


def _seen(clock: Clock, at: datetime) -> PromiseSeen:
    return PromiseSeen(
        kind=clock.kind, due_at=clock.due_at, decided_at=clock.decided_at, standing=standing_of(clock, at=at)
    )


def standing_of(clock: Clock | ClockState, *, at: datetime) -> Standing:
    """How a promise stands at an instant. Late is a function of the breach instant and now: it never waits for an alarm."""
    if clock.stopped_at and clock.outcome:
        return Standing.MET if clock.outcome == "met" else Standing.MISSED
    if clock.breach_at and clock.breach_at < at:
        return Standing.LATE
    if clock.due_at and clock.due_at - at < NEAR:
        return Standing.AT_RISK
    return Standing.ON_TRACK
