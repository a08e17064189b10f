"""What is shown of the work: frozen values that hold no more than their audience may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motorblok.work.models import Priority, State

PRIORITIES = tuple(Priority.values)
STATES = tuple(State.values)


class Standing(StrEnum):
    """How a promise stands, as a client reads it."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class PromiseSeen:
    """One promise on one task: its kind (first_response, resolution), when it is due and how it stands."""

    kind: str
    due_at: datetime | None
    decided_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in words for this audience and in the active language."""

    at: datetime
    by: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSeen:
    """A task in a list."""

    number: str
    title: str
    service_line: str
    level: str
    priority: str
    state: str
    received_at: datetime
    resolved_at: datetime | None
    promises: tuple[PromiseSeen, ...]

    @property
    def due_at(self) -> datetime | None:
        """The next instant at which something is due, if anything still is."""
        running = [promise.due_at for promise in self.promises if not promise.decided_at and promise.due_at]
        return min(running, default=None)

    @property
    def standing(self) -> Standing | None:
        """The worst of its promises; None where nothing was promised."""
        worst = [Standing.LATE, Standing.MISSED, Standing.AT_RISK, Standing.ON_TRACK, Standing.MET]
        standings = {promise.standing for promise in self.promises}
        return next((each for each in worst if each in standings), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(TaskSeen):
    """A task on its own page."""

    description: str
    answer: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTaskSeen(TaskSeen):
    """A task in a list that staff reads: also who knows of it (client or internal), and who is to do it."""

    audience: str
    assignee_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTaskOpened(TaskOpened):
    """A task on its own page, as staff reads it."""

    audience: str
    assignee_id: UUID | None
