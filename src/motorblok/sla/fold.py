"""One clock as a pure function of its promise, its calendar and the signals: the same signals give the same figures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from motorblok.audit.queries import Signal
from motorblok.kernel.errors import Words
from motorblok.sla import signals
from motorblok.sla.business_time import Calendar, Due
from motorblok.sla.promises import Promise
from motorblok.sla.terms import Target


class State(StrEnum):
    """Where a clock is: not begun, counting, stopped, or taken back."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    VOIDED = "voided"


class Outcome(StrEnum):
    """The verdict: none yet, at most the target was used, or more."""

    PENDING = ""
    MET = "met"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Segment:
    """A time during which the clock ran under one calendar version; `total` is what was counted until its end."""

    start_at: datetime
    end_at: datetime
    counted: int
    total: int
    calendar_version: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that moved the clock, in words."""

    at: datetime
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """What folding gives. Seconds are business time; `remaining` is negative once the target is missed.

    `due_at` and `breach_at` are the edges of the target (see business_time.Due), also after the clock has stopped;
    `decided_at` is when the verdict became certain: at the stop if met, at `breach_at` if breached.
    """

    promise: Promise
    state: State
    outcome: Outcome
    cycle: int
    segments: tuple[Segment, ...]
    consumed: int
    remaining: int
    started_at: datetime | None
    due_at: datetime | None
    breach_at: datetime | None
    stopped_at: datetime | None
    decided_at: datetime | None
    why: tuple[Reason, ...]

    @property
    def is_running(self) -> bool:
        """Whether time counts, or will count at the next opening."""
        return self.state is State.RUNNING


def fold(
    promise: Promise, calendars: Mapping[str, Calendar], history: Iterable[Signal], *, now: datetime
) -> ClockState:
    """Fold the signals that happened until `now`. `calendars` holds the promise's calendar by version id.

    Whatever the order in which the signals arrived, they count in the order in which they happened.
    """
    run = _Run(promise, calendars[promise.calendar_version])
    heard = list(history)
    for signal in signals.standing(heard):
        if signal.at <= now and (react := REACTIONS[promise.kind].get(signal.name)):
            react(run, signal)
    is_voided = run.started_at is None and any(
        each.name == signals.STARTED for each in heard if each.at <= now
    )
    return run.state_at(now, is_voided=is_voided)


@dataclass(slots=True)
class _Run:
    promise: Promise
    calendar: Calendar
    segments: list[Segment] = field(default_factory=list)
    why: list[Reason] = field(default_factory=list)
    due: Due | None = None
    started_at: datetime | None = None
    running_since: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def total(self) -> int:
        return self.segments[-1].total if self.segments else 0

    def start(self, signal: Signal) -> None:
        if self.started_at is None:
            self.started_at = signal.at
            self.why.append(Reason(signal.at, self.promise.why))
            self.run_from(signal.at)

    def stop(self, signal: Signal) -> None:
        if self.running_since:
            self.segments.append(self.segment_until(self.running_since, signal.at))
            self.running_since, self.stopped_at = None, signal.at
            self.why.append(Reason(signal.at, STOPPED_BY[signal.name]))

    def run_from(self, at: datetime) -> None:
        self.running_since = at
        # Once the target is used up, its edges stay where it was.
        if self.total <= self.promise.target_seconds:
            self.due = self.calendar.add(at, self.promise.target_seconds - self.total)

    def segment_until(self, since: datetime, until: datetime) -> Segment:
        counted = self.calendar.elapsed(since, until)
        return Segment(since, until, counted, self.total + counted, self.promise.calendar_version)

    def state_at(self, now: datetime, *, is_voided: bool) -> ClockState:
        last = [self.segment_until(self.running_since, now)] if self.running_since else []
        segments = (*self.segments, *last)
        consumed = segments[-1].total if segments else 0
        outcome = self.outcome(consumed)
        breach_at = self.due.breach_at if self.due else None
        return ClockState(
            promise=self.promise,
            state=State.VOIDED if is_voided else self.state,
            outcome=outcome,
            cycle=1,
            segments=segments,
            consumed=consumed,
            remaining=self.promise.target_seconds - consumed,
            started_at=self.started_at,
            due_at=self.due.due_at if self.due else None,
            breach_at=breach_at,
            stopped_at=self.stopped_at,
            decided_at={Outcome.MET: self.stopped_at, Outcome.BREACHED: breach_at}.get(outcome),
            why=tuple(self.why),
        )

    @property
    def state(self) -> State:
        if self.started_at is None:
            return State.WAITING
        return State.STOPPED if self.stopped_at else State.RUNNING

    def outcome(self, consumed: int) -> Outcome:
        if consumed > self.promise.target_seconds:
            return Outcome.BREACHED
        return Outcome.MET if self.stopped_at else Outcome.PENDING


# A kind of target listens to the signals in its row; a new signal is a method of _Run and an entry here.
REACTIONS: dict[str, dict[str, Callable[[_Run, Signal], None]]] = {
    Target.FIRST_RESPONSE: {
        signals.STARTED: _Run.start,
        signals.RESPONDED: _Run.stop,
        signals.RESOLVED: _Run.stop,
    },
    Target.RESOLUTION: {signals.STARTED: _Run.start, signals.RESOLVED: _Run.stop},
}
STOPPED_BY: dict[str, Words] = {
    signals.RESPONDED: _("The first response was given."),
    signals.RESOLVED: _("The task was resolved."),
}
