"""One cycle of one target while its signals are folded: its beginning and end, its pauses, and where it stands."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.audit.queries import Signal
from motorblok.sla import sayings
from motorblok.sla.courses import Course
from motorblok.sla.meters import Hold, Meter
from motorblok.sla.promises import Promise
from motorblok.sla.states import ClockState, Outcome, State, Stretch


@dataclass(slots=True)
class Cycle:
    """A meter with the signal that began it; `known_at` is when that, or its last new promise, was recorded."""

    number: int
    opened: Signal
    known_at: datetime
    meter: Meter
    is_cancelled: bool = False

    @classmethod
    def begin(cls, number: int, opened: Signal, promise: Promise, course: Course) -> "Cycle":
        """A cycle that counts from a signal on."""
        meter = Meter(promise, course, promise.target_seconds, opened.at)
        meter.go_on(opened.at, Stretch.RUNNING)
        return cls(number, opened, opened.recorded_at, meter)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.meter.stretch is not Stretch.RESOLVED

    def wait_for(self, hold: Hold | None, at: datetime) -> None:
        """Stand still for this reason, or go on without one."""
        if hold != self.meter.hold:
            self.meter.turn(at, Stretch.PAUSED if hold else Stretch.RUNNING, hold)
            self.meter.tell(at, sayings.Paused(hold.reason) if hold else sayings.RESUMED)

    def end(self, at: datetime, said: object) -> None:
        """Stop; `said` is what stopped it. Where it stood still, its edges are those of going on at this instant."""
        if self.meter.hold:
            self.meter.turn(at, Stretch.RUNNING)
        self.meter.turn(at, Stretch.RESOLVED)
        self.meter.tell(at, said)

    def cancel(self, at: datetime) -> None:
        """Stop without a verdict, unless it is broken already."""
        self.meter.turn(at, Stretch.RESOLVED)
        self.is_cancelled = True
        self.meter.tell(at, sayings.CANCELLED_LATE if self.meter.is_breached else sayings.CANCELLED)

    def resume(self, signal: Signal, promise: Promise, course: Course) -> None:
        """Go on, as the end was taken back, under the promise that holds now."""
        self.meter.close(signal.at)
        self.is_cancelled = False
        self.meter.tell(signal.at, sayings.REOPENED)
        self._take(promise, course, signal)
        self.meter.go_on(signal.at, Stretch.RUNNING)

    def repromise(self, promise: Promise, course: Course, signal: Signal) -> None:
        """Go on with another promise, as it did until now."""
        self.meter.close(signal.at)
        self._take(promise, course, signal)
        self.meter.go_on(signal.at, self.meter.stretch, self.meter.hold)

    def _take(self, promise: Promise, course: Course, signal: Signal) -> None:
        meter = self.meter
        if (promise, course) == (meter.promise, meter.course):
            return
        if (promise.terms_version, promise.line) != (meter.promise.terms_version, meter.promise.line):
            meter.tell(signal.at, sayings.Chosen(promise))
        if course != meter.course:
            meter.tell(signal.at, sayings.AMENDED)
        meter.retarget(promise, course, signal.at)
        self.known_at = max(self.known_at, signal.recorded_at)

    def state_at(self, now: datetime) -> ClockState:
        """Where it stands; nothing may be folded into it afterwards."""
        meter, ended_at = self.meter, None if self.is_open else self.meter.since
        if self.is_open:
            meter.close(now)
        has_edges = meter.is_breached or not (self.is_cancelled or meter.stretch is Stretch.PAUSED)
        due = meter.due if has_edges else None
        outcome = self._outcome()
        return ClockState(
            promise=meter.promise,
            course=meter.course,
            target_seconds=meter.target,
            state=self._state(),
            outcome=outcome,
            cycle=self.number,
            opened=self.opened,
            known_at=self.known_at,
            segments=tuple(meter.segments),
            consumed=meter.consumed,
            remaining=meter.target - meter.consumed,
            started_at=self.opened.at,
            due_at=due.due_at if due else None,
            breach_at=due.breach_at if due else None,
            due_if_resumed_at=self._due_if_resumed_at(now),
            stopped_at=ended_at,
            decided_at=due.breach_at if due and meter.is_breached else ended_at if outcome else None,
            why=tuple(meter.why),
        )

    def _state(self) -> State:
        if self.is_open:
            return State.RUNNING if self.meter.stretch is Stretch.RUNNING else State.PAUSED
        return State.CANCELLED if self.is_cancelled else State.STOPPED

    def _outcome(self) -> Outcome:
        if self.meter.is_breached:
            return Outcome.BREACHED
        return Outcome.PENDING if self.is_open or self.is_cancelled else Outcome.MET

    def _due_if_resumed_at(self, now: datetime) -> datetime | None:
        meter = self.meter
        if meter.stretch is not Stretch.PAUSED or meter.is_breached:
            return None
        return meter.edges_from(now).due_at
