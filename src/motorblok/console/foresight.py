"""What would become of a task's promises under another priority: folded with a change that did not happen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motorblok.audit.queries import Signal, signals_of
from motorblok.kernel.ids import new_id
from motorblok.sla import signals
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, fold
from motorblok.sla.terms import Target
from motorblok.work.models import Task
from motorblok.work.queries import promised_for


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One open promise before and after; `was_due_at` is None for one that is new, and both for one that stands still."""

    kind: str
    words: str
    is_new: bool
    was_due_at: datetime | None
    due_at: datetime | None

    @property
    def is_same(self) -> bool:
        """Whether the change leaves it as it is."""
        return not self.is_new and self.was_due_at == self.due_at


def foreseen(task: Task, *, priority: str, level: str, at: datetime) -> list[Foreseen]:
    """The open promises on a task as they are, and as another priority or level would make them. Four statements."""
    history = signals_of(task.subject)
    promised = promised_for(task, priority=priority, level=level)
    change = Signal(
        new_id(), signals.PRIORITISED, at, at, {"promises": [each.as_fact() for each in promised]}
    )
    before = {(each.kind, each.cycle): each for each in _open(history, at)}
    return [_foreseen(before.get((each.kind, each.cycle)), each) for each in _open([*history, change], at)]


def _open(history: Sequence[Signal], at: datetime) -> list[ClockState]:
    return [each for each in fold(history, calendar, now=at) if each.is_open]


def _foreseen(before: ClockState | None, after: ClockState) -> Foreseen:
    was = _due(before) if before else None
    return Foreseen(after.kind, str(Target(after.kind).label), before is None, was, _due(after))


def _due(state: ClockState) -> datetime | None:
    return state.due_at or state.due_if_resumed_at
