"""How promises stand in a client's eyes: without the provider's own warnings, reasons and calendars."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState
from motorblok.sla.models import Clock
from motorblok.visibility.seen import PromiseSeen, Standing
from motorblok.work.subjects import subject_of, task_id_of

NEAR = timedelta(hours=1)
VERDICTS = {"met": Standing.MET, "breached": Standing.MISSED}


def seen_promises(task_ids: Sequence[UUID], *, at: datetime) -> dict[UUID, tuple[PromiseSeen, ...]]:
    """The promises on these tasks, by task: first response, next responses, resolution, each by cycle. One statement."""
    promises: dict[UUID, list[PromiseSeen]] = defaultdict(list)
    clocks = Clock.objects.filter(subject__in=[subject_of(each) for each in task_ids]).exclude(state="voided")
    for clock in clocks.order_by("kind", "cycle"):
        promises[task_id_of(clock.subject)].append(_seen(clock, at))
    return {task_id: tuple(seen) for task_id, seen in promises.items()}


def _seen(clock: Clock, at: datetime) -> PromiseSeen:
    return PromiseSeen(
        kind=clock.kind,
        due_at=clock.due_at,
        decided_at=clock.decided_at,
        standing=standing_of(clock, at=at),
        cycle=clock.cycle,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        share=_share(clock, at),
        breach_at=clock.breach_at,
        target_seconds=clock.target_seconds,
    )


def standing_of(clock: Clock | ClockState, *, at: datetime) -> Standing:
    """How a promise stands at an instant. Late is a function of the breach instant and now: it never waits for an alarm."""
    if clock.stopped_at or clock.state == "cancelled":
        return VERDICTS.get(clock.outcome, Standing.CANCELLED)
    # One that stands still has edges only if it was broken before: a breach stays, whatever target holds now.
    if clock.state == "paused" and clock.breach_at is None:
        return Standing.PAUSED
    if clock.breach_at and clock.breach_at < at:
        return Standing.LATE
    if clock.due_at and clock.due_at - at < NEAR:
        return Standing.AT_RISK
    return Standing.ON_TRACK


def _share(clock: Clock, at: datetime) -> int:
    """The percentage that is used; of a running clock from what is left, for what was kept is as old as its last verb."""
    used = clock.consumed_seconds
    if clock.state == "running" and clock.due_at:
        left = calendar(clock.promise["calendar_version"]).elapsed(at, clock.due_at)
        used = clock.target_seconds - left
    return max(0, min(100, 100 * used // clock.target_seconds))
