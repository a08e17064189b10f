"""The clocks of a subject, kept equal to its events: folded, cached in one statement, and their alarms armed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.audit.queries import Signal, signals_of
from motorblok.board.alarms import Armed, arm
from motorblok.sla import signals
from motorblok.sla.alarming import alarms
from motorblok.sla.caches import Folded, Key, keep
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, fold


@dataclass(frozen=True, slots=True)
class Urgency:
    """The most urgent running clock of a subject. `urgent_at` is its breach; seconds are business time until `since_at`."""

    urgent_at: datetime
    due_at: datetime
    target_kind: str
    target_seconds: int
    consumed_seconds: int
    since_at: datetime


def refresh(subject: str, *, client_id: UUID, at: datetime) -> Urgency | None:
    """Bring a subject's clocks up to its events, in the caller's transaction, as they stand at an instant.

    `subject` is its name in the event book of the schema in force. Returns None where no clock runs. Four statements,
    however many clocks and cycles: read the signals, keep the clocks, disarm, arm.
    """
    folded = folded_at(subject, signals_of(subject), at=at)
    if folded is None:
        return None
    keep_and_arm([folded], client_id=client_id)
    return most_urgent(folded.states, now=folded.now)


def folded_at(subject: str, history: Sequence[Signal], *, at: datetime) -> Folded | None:
    """A subject's clocks at an instant, or at its last signal if that is later; None where it never had any."""
    start = signals.start(history)
    if start is None:
        return None
    now = max(at, *(signal.at for signal in history))
    states = fold(history, calendar, now=now)
    was_voided = any(signal.name == signals.VOIDED for signal in history)
    return Folded(subject, start.audience, states, now) if states or was_voided else None


def keep_and_arm(all_folded: Sequence[Folded], *, client_id: UUID) -> None:
    """Write the clocks of some subjects and replace their alarms. Three statements."""
    ids = keep(all_folded)
    states = {
        (folded.subject, state.kind, state.cycle): state for folded in all_folded for state in folded.states
    }
    arm([_armed(clock_id, key, states.get(key)) for key, clock_id in ids.items()], client_id=client_id)


def most_urgent(states: Iterable[ClockState], *, now: datetime) -> Urgency | None:
    """The running clock that breaches first."""
    running = (state for state in states if state.is_running and state.breach_at)
    return min((_urgency(state, now) for state in running), key=lambda each: each.urgent_at, default=None)


def _urgency(state: ClockState, now: datetime) -> Urgency:
    if state.breach_at is None or state.due_at is None:
        raise ValueError("A running clock has both its edges.")
    return Urgency(
        state.breach_at, state.due_at, state.kind, state.target_seconds, state.consumed, since_at=now
    )


def _armed(clock_id: UUID, key: Key, state: ClockState | None) -> Armed:
    subject, _kind, cycle = key
    return Armed(clock_id, cycle, alarms(state, calendars=calendar) if state else (), subject)
