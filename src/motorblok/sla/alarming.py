"""When a clock is to raise an alarm: at its warnings and one second past its breach."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from motorblok.audit.actions import IMPORT
from motorblok.audit.queries import Signal
from motorblok.board.alarms import Due
from motorblok.sla.business_time import Calendar
from motorblok.sla.fold import ClockState, State

BREACHED = "breached"
WARNED = "warned_"
ONE_SECOND = timedelta(seconds=1)


def alarms(state: ClockState, *, calendar: Calendar, start: Signal) -> tuple[Due, ...]:
    """The alarms that a clock now has, fired ones included: the ledger knows which those are.

    A stopped clock keeps only a breach that came before the stop. Of a start that was recorded late, the warnings
    already past are not raised; of an imported one, neither is the breach.
    """
    return tuple(due for due in _scheduled(state, calendar) if not _is_old_news(due, start))


def _scheduled(state: ClockState, calendar: Calendar) -> Iterator[Due]:
    if state.is_running and state.started_at:
        for percent in state.promise.warn:
            yield Due(f"{WARNED}{percent}", _used_at(state, percent, calendar))
    if state.breach_at and state.state is not State.VOIDED:
        breached_at = state.breach_at + ONE_SECOND
        if state.stopped_at is None or breached_at <= state.stopped_at:
            yield Due(BREACHED, breached_at)


def _used_at(state: ClockState, percent: int, calendar: Calendar) -> datetime:
    """When a percentage of the target, rounded up to a second, was or will be used."""
    seconds = -(-state.promise.target_seconds * percent // 100)
    for segment in state.segments[:-1]:
        if segment.total >= seconds:
            break
    else:
        segment = state.segments[-1]
    return calendar.add(segment.start_at, seconds - segment.total + segment.counted).due_at


def _is_old_news(due: Due, start: Signal) -> bool:
    return due.at < start.recorded_at and (due.kind != BREACHED or start.source == IMPORT)
