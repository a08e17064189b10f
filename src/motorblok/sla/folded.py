"""All clocks of one subject as they stand at an instant, folded afresh from its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.audit.models import Audience
from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, fold


@dataclass(frozen=True, slots=True)
class Folded:
    """Every cycle as it stood at `now`, after `heard` signals; `audience` is that of the event that began the work."""

    subject: str
    audience: Audience
    states: tuple[ClockState, ...]
    now: datetime
    heard: int

    @property
    def has_only_begun(self) -> bool:
        """Whether there can be no clock of which its events know nothing."""
        return self.heard == 1

    @property
    def task_id(self) -> UUID | None:
        """The task that it is about, if it is one."""
        return task_id_of(self.subject)


@dataclass(frozen=True, slots=True)
class Urgency:
    """The most urgent clock of a subject. `urgent_at` is its breach; seconds are business time until `since_at`."""

    urgent_at: datetime
    due_at: datetime
    target_kind: str
    target_seconds: int
    consumed_seconds: int
    since_at: datetime


def folded_at(subject: str, history: Sequence[Signal], *, at: datetime) -> Folded | None:
    """A subject's clocks at an instant, or at its last signal if that is later; None where it never had any."""
    start = signals.start(history)
    if start is None:
        return None
    now = max(at, *(signal.at for signal in history))
    states = fold(history, calendar, now=now)
    was_voided = any(signal.name == signals.VOIDED for signal in history)
    if not states and not was_voided:
        return None
    return Folded(subject, start.audience, states, now, heard=len(history))


def task_id_of(subject: str) -> UUID | None:
    """The id of the task that a subject names, if it names one."""
    kind, _, key = subject.partition(":")
    try:
        return UUID(key) if kind == "task" else None
    except ValueError:
        return None


def most_urgent(folded: Folded) -> Urgency | None:
    """The clock that breaches first, or did, of those that run and those that were broken before they stood still.

    None where there is none of either. By the same rule a client sees what is late: see visibility.promises.
    """
    pressing = (_urgency(state, folded.now) for state in folded.states if state.is_pressing)
    return min(pressing, key=lambda each: each.urgent_at, default=None)


def _urgency(state: ClockState, now: datetime) -> Urgency:
    if state.breach_at is None or state.due_at is None:
        raise ValueError("A clock that presses has both its edges.")
    return Urgency(
        state.breach_at, state.due_at, state.kind, state.target_seconds, state.consumed, since_at=now
    )
