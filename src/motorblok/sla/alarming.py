"""When a clock is to raise an alarm: at its warnings and one second past its breach."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from motorblok.audit.actions import IMPORT
from motorblok.board.alarms import Due
from motorblok.sla.fold import Calendars, ClockState, Outcome, Stretch

BREACHED = "breached"
WARNED = "warned_"
ONE_SECOND = timedelta(seconds=1)


def alarms(state: ClockState, *, calendars: Calendars) -> tuple[Due, ...]:
    """The alarms that a clock now has, fired ones included: the ledger knows which those are.

    One that stands still or has stopped keeps only a breach that came before. Warnings that had passed when the start
    or a new target was recorded are not raised; a breach always is, for the ledger counts all of them (see is_history).
    """
    if not state.is_running and state.outcome is not Outcome.BREACHED:
        return ()
    warnings = _warnings_ahead(state, calendars) if state.is_running else ()
    return (*warnings, *_breach(state))


def _warnings_ahead(state: ClockState, calendars: Calendars) -> Iterator[Due]:
    """Those that had not passed when the start or the target was recorded: if one had, so had all that are less."""
    for percent in sorted(state.promise.warn, reverse=True):
        at = _used_at(state, percent, calendars)
        if at is None or at < state.known_at:
            return
        yield Due(f"{WARNED}{percent}", at)


def is_history(due: Due, state: ClockState) -> bool:
    """Whether it had passed when the work was imported: then it is recorded as decided, and nobody is told of it."""
    return state.opened.source == IMPORT and due.at < state.opened.recorded_at


def thresholds(state: ClockState, *, calendars: Calendars) -> Iterator[Due]:
    """Every threshold that a clock has passed, or, where it runs, will pass."""
    for percent in state.promise.warn:
        if at := _used_at(state, percent, calendars):
            yield Due(f"{WARNED}{percent}", at)
    yield from _breach(state)


def _breach(state: ClockState) -> Iterator[Due]:
    if state.breach_at and (state.is_running or state.outcome is Outcome.BREACHED):
        yield Due(BREACHED, state.breach_at + ONE_SECOND)


def _used_at(state: ClockState, percent: int, calendars: Calendars) -> datetime | None:
    """When a percentage of the target, rounded up to a second, was or will be used."""
    seconds = -(-state.target_seconds * percent // 100)
    for segment in state.segments:
        if segment.total >= seconds and segment.kind is Stretch.RUNNING:
            opening, counted = calendars(segment.calendar_version), segment.total - segment.counted
            return opening.add(segment.start_at, max(0, seconds - counted)).due_at
    if not state.is_running:
        return None
    return state.course.add(state.segments[-1].end_at, seconds - state.consumed).due_at
