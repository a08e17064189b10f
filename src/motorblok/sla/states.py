"""What folding a clock gives: where it stands, its verdict, the segments that add up to it, and what moved it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motorblok.audit.queries import Signal
from motorblok.sla.courses import Course
from motorblok.sla.promises import Promise


class State(StrEnum):
    """Where a clock is: not begun, counting, standing still, stopped with a verdict, given up, or taken back."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    VOIDED = "voided"


class Outcome(StrEnum):
    """The verdict: none yet, at most the target was used, or more."""

    PENDING = ""
    MET = "met"
    BREACHED = "breached"


class Stretch(StrEnum):
    """What a clock does for a time: count, stand still for a reason, or lie closed until the work was taken up again."""

    RUNNING = "running"
    PAUSED = "paused"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Segment:
    """A time under one calendar version, in business seconds; `total` is what was counted until its end.

    `reason` says why it is paused (see rules.Pause), `party` who has the task in that time: provider, client,
    third_party, or nobody. What was open without counting is `not_counted`.
    """

    start_at: datetime
    end_at: datetime
    counted: int
    total: int
    calendar_version: str
    kind: Stretch = Stretch.RUNNING
    reason: str = ""
    party: str = "provider"
    not_counted: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that moved the clock; `said` is what says so in the active language."""

    at: datetime
    said: object

    @property
    def words(self) -> str:
        """What moved the clock, in the active language."""
        return str(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One cycle of one target. Seconds are business time; `remaining` is negative once more than the target is used.

    `promise` is the one that holds as agreed; `target_seconds` is what counts, which after an upgrade may be more
    (its floor). `due_at` and `breach_at` are the edges of the target (see business_time.Due), also after the clock
    has stopped; a breach stays where it was, whatever happens later. A clock that is paused or cancelled before its
    breach has no edges; `due_if_resumed_at` is when a paused one would be due if it went on now. `decided_at` is when
    the verdict became certain: at the stop if met, at `breach_at` if breached. `opened` is the signal that began the
    cycle; `known_at` is when its start or its last new target was recorded. `course` are the hours that count next.
    """

    promise: Promise
    course: Course
    target_seconds: int
    state: State
    outcome: Outcome
    cycle: int
    opened: Signal
    known_at: datetime
    segments: tuple[Segment, ...]
    consumed: int
    remaining: int
    started_at: datetime | None
    due_at: datetime | None
    breach_at: datetime | None
    due_if_resumed_at: datetime | None
    stopped_at: datetime | None
    decided_at: datetime | None
    why: tuple[Reason, ...]

    @property
    def kind(self) -> str:
        """The kind of target."""
        return self.promise.kind

    @property
    def is_running(self) -> bool:
        """Whether time counts, or will count at the next opening."""
        return self.state is State.RUNNING

    @property
    def is_pressing(self) -> bool:
        """Whether it can be kept still, or is broken and not made good: a broken promise stays so while it stands still."""
        return self.is_running or (self.state is State.PAUSED and self.outcome is Outcome.BREACHED)

    @property
    def is_open(self) -> bool:
        """Whether the target is still to be reached."""
        return self.state in (State.RUNNING, State.PAUSED)


def blank(
    promise: Promise,
    signal: Signal,
    state: State,
    *,
    course: Course,
    number: int = 1,
    why: tuple[Reason, ...] = (),
) -> ClockState:
    """A cycle in which nothing happened."""
    return ClockState(
        promise=promise,
        course=course,
        target_seconds=promise.target_seconds,
        state=state,
        outcome=Outcome.PENDING,
        cycle=number,
        opened=signal,
        known_at=signal.recorded_at,
        segments=(),
        consumed=0,
        remaining=promise.target_seconds,
        started_at=None,
        due_at=None,
        breach_at=None,
        due_if_resumed_at=None,
        stopped_at=None,
        decided_at=None,
        why=why,
    )
