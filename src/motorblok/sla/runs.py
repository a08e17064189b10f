"""All cycles of one kind of target while the signals of a subject are folded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from motorblok.audit.queries import Signal
from motorblok.sla import sayings, signals
from motorblok.sla.business_time import Calendar
from motorblok.sla.courses import Course
from motorblok.sla.cycles import Cycle
from motorblok.sla.lives import Life
from motorblok.sla.promises import Promise
from motorblok.sla.rules import Reopen
from motorblok.sla.states import ClockState, Reason, State, blank
from motorblok.sla.terms import Target

Calendars = Callable[[str], Calendar]
"""Gives the calendar of a version's id."""

# What can begin a cycle: one that was taken back keeps its number, so that what it fired is not another's.
OPENERS: dict[str, tuple[str, ...]] = {
    Target.FIRST_RESPONSE: (signals.STARTED,),
    Target.NEXT_RESPONSE: (signals.CLIENT_WROTE,),
    Target.RESOLUTION: (signals.STARTED, signals.REOPENED),
}


@dataclass(slots=True)
class Run:
    """The cycles of a kind so far, and the promise under which a further one would begin; `taken` counts lost numbers."""

    promise: Promise
    course: Course
    calendars: Calendars
    is_promised: bool = True
    taken: int = 0
    cycles: list[Cycle] = field(default_factory=list)
    voided: list[ClockState] = field(default_factory=list)

    @classmethod
    def under(cls, promise: Promise, calendars: Calendars) -> "Run":
        """A run without a cycle."""
        return cls(promise, course_of(promise, calendars), calendars)

    @property
    def current(self) -> Cycle | None:
        """The cycle that is not decided yet."""
        return self.cycles[-1] if self.cycles and self.cycles[-1].is_open else None

    def repromise(self, promise: Promise, signal: Signal) -> None:
        """Another promise holds from a signal on."""
        self.course = self._course_from(promise, signal)
        self.promise, self.is_promised = promise, True
        if self.current:
            self.current.repromise(promise, self.course, signal)

    def follow(self, life: Life, signal: Signal) -> None:
        """Begin, end, pause or go on as the life of the work now says."""
        if self.is_promised and life.wants(self.promise.kind):
            cycle = self.current or self._begin(signal)
            self._wait(cycle, life, signal)
        elif self.current and life.ended == signals.CANCELLED:
            self.current.cancel(signal.at)
        elif self.current:
            stopped = sayings.STOPPED.get((self.promise.kind, signal.name), sayings.RESOLVED)
            self.current.end(signal.at, stopped)

    def skip(self, signal: Signal) -> None:
        """Pass over what would have begun a cycle: it was taken back, or its work was."""
        if signal.name in OPENERS[self.promise.kind]:
            self.taken += 1
            if signal.name == signals.STARTED:
                self._void(signal)

    def _void(self, signal: Signal) -> None:
        self.is_promised = False
        why = (Reason(signal.at, sayings.VOIDED),)
        self.voided.append(
            blank(self.promise, signal, State.VOIDED, course=self.course, number=self.taken, why=why)
        )

    def states_at(self, now: datetime) -> Iterator[ClockState]:
        """Every cycle as it stands, in order."""
        yield from self.voided
        for cycle in self.cycles:
            yield cycle.state_at(now)

    def _begin(self, signal: Signal) -> Cycle:
        last = self.cycles[-1] if self.cycles else None
        if last and (last.is_cancelled or self._resumes):
            last.resume(signal, self.promise, self.course)
            return last
        number = self.taken + len(self.cycles) + 1
        self.cycles.append(Cycle.begin(number, signal, self.promise, self.course))
        self.cycles[-1].meter.tell(signal.at, sayings.Chosen(self.promise))
        if signal.name in sayings.BEGUN:
            self.cycles[-1].meter.tell(signal.at, sayings.BEGUN[signal.name])
        return self.cycles[-1]

    @property
    def _resumes(self) -> bool:
        return self.promise.kind == Target.RESOLUTION and self.promise.reopen != Reopen.NEW_CYCLE

    def _wait(self, cycle: Cycle, life: Life, signal: Signal) -> None:
        if life.holds:
            holds = (hold for hold in life.holds.values() if hold.reason in self.promise.pauses)
            cycle.wait_for(next(holds, None), signal.at)
            reason = str(signal.facts.get("reason", ""))
            if signal.name == signals.PAUSED and reason not in self.promise.pauses:
                cycle.meter.tell(signal.at, sayings.NotPaused(reason))
        else:
            cycle.wait_for(None, signal.at)

    def _course_from(self, promise: Promise, signal: Signal) -> Course:
        if promise.calendar_version == self.course.last:
            return self.course
        new = course_of(promise, self.calendars)
        effective_at = signal.facts.get("effective_at") if signal.name == signals.AMENDED else None
        if effective_at and (begin := datetime.fromisoformat(effective_at)) > signal.at:
            return self.course.then(begin, new)
        return new


def course_of(promise: Promise, calendars: Calendars) -> Course:
    """The hours of a promise."""
    return Course(promise.calendar_version, calendars(promise.calendar_version))
