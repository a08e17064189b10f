"""What is shown of the work: frozen values that hold no more than their audience may see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motorblok.work.models import Party, Priority, State

PRIORITIES = tuple(Priority.values)
STATES = tuple(State.values)


class Standing(StrEnum):
    """How a promise stands, as a client reads it."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PromiseSeen:
    """One promise on one task: its kind (first_response, next_response, resolution), when it is due and how it stands.

    `share` is how much of the `target_seconds` of business time was used, in percent. From `breach_at` on it is late: later
    than `due_at` where that is a closing. A broken promise is decided when its time was up, and stops when it was
    fulfilled after all: `stopped_at`.
    """

    kind: str
    due_at: datetime | None
    decided_at: datetime | None
    standing: Standing
    cycle: int = 1
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    share: int = 0
    breach_at: datetime | None = None
    target_seconds: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether it still can be kept or broken."""
        return self.standing in RUNNING


RUNNING = frozenset({Standing.ON_TRACK, Standing.AT_RISK, Standing.LATE})
BROKEN = frozenset({Standing.LATE, Standing.MISSED})


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in words for this audience and in the active language.

    `text` is what somebody wrote, where somebody did, and `side` whose words those are: client or provider.
    """

    at: datetime
    by: str
    words: str
    kind: str
    text: str = ""
    side: str = ""
    is_question: bool = False
    is_internal: bool = False


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
    cancelled_at: datetime | None
    waiting_for: str
    waiting_since: datetime | None
    requester_id: UUID | None
    promises: tuple[PromiseSeen, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.resolved_at is None and self.cancelled_at is None

    @property
    def has_missed_promise(self) -> bool:
        """Whether a promise on it was broken, whatever became of it afterwards."""
        return any(each.standing in BROKEN for each in self.promises)

    @property
    def waits_for_client(self) -> bool:
        """Whether the next step is the client's."""
        return self.waiting_for == Party.CLIENT

    @property
    def due_at(self) -> datetime | None:
        """The next instant at which something is due, if anything still is."""
        running = [each.due_at for each in self.promises if each.is_running and each.due_at]
        return min(running, default=None)

    @property
    def standing(self) -> Standing | None:
        """The worst of its promises over all their cycles; None where nothing was promised."""
        standings = {promise.standing for promise in self.promises}
        return next((each for each in WORST_FIRST if each in standings), None)


WORST_FIRST = (
    *(Standing.LATE, Standing.MISSED, Standing.AT_RISK, Standing.ON_TRACK),
    *(Standing.PAUSED, Standing.MET, Standing.CANCELLED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(TaskSeen):
    """A task on its own page."""

    description: str
    answer: str
    question: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTaskSeen(TaskSeen):
    """A task in a list that staff reads: also who knows of it (client or internal), who is to do it, and its version."""

    audience: str
    assignee_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTaskOpened(TaskOpened):
    """A task on its own page, as staff reads it."""

    audience: str
    assignee_id: UUID | None
    version: int
