"""What one clock has counted while its signals are folded: business seconds, edges of the target, and the breach."""

from dataclasses import dataclass, field
from datetime import datetime

from motorblok.sla import sayings
from motorblok.sla.business_time import Due
from motorblok.sla.courses import Course, Part
from motorblok.sla.promises import Promise
from motorblok.sla.states import Reason, Segment, Stretch

PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a clock stands still, and whose turn it is."""

    reason: str
    party: str


@dataclass(slots=True)
class Meter:
    """Does one thing since an instant: it counts, stands still (`hold` says why), or has ended."""

    promise: Promise
    course: Course
    target: int
    since: datetime
    stretch: Stretch = Stretch.RUNNING
    hold: Hold | None = None
    consumed: int = 0
    is_breached: bool = False
    due: Due | None = None
    segments: list[Segment] = field(default_factory=list)
    why: list[Reason] = field(default_factory=list)

    def tell(self, at: datetime, said: object) -> None:
        """Note what moved the clock."""
        self.why.append(Reason(at, said))

    def turn(self, at: datetime, stretch: Stretch, hold: Hold | None = None) -> None:
        """Do something else from an instant on."""
        self.close(at)
        self.go_on(at, stretch, hold)

    def close(self, at: datetime) -> None:
        """Bring what it does to account until an instant."""
        for part in self.course.parts(self.since, at):
            if self.stretch is Stretch.RUNNING:
                self._count(part)
            elif part.start_at < part.end_at:
                self._pass(part)
        self.since = at

    def go_on(self, at: datetime, stretch: Stretch, hold: Hold | None = None) -> None:
        """Do this from an instant on, which `close` has reached."""
        self.since, self.stretch, self.hold = at, stretch, hold
        if stretch is Stretch.RUNNING and not self.is_breached:
            self.due = self.edges_from(at)

    def edges_from(self, at: datetime) -> Due:
        """The edges of the target if it counts from an instant on; only where it is not broken."""
        left = self.target - self.consumed
        due = self.course.add(at, left)
        # Used up to the second before it stood still: then it was due at that instant and is not due again.
        return due if left or not self.due else Due(self.due.due_at, due.breach_at)

    def retarget(self, promise: Promise, course: Course, at: datetime) -> None:
        """Take another promise; what was counted is kept, and a breach stays."""
        was, self.target = self.target, self._target(promise, course, at)
        self.promise, self.course = promise, course
        if self.target == was:
            return
        is_late, asked = self.is_breached, promise.target_seconds
        self.tell(at, sayings.Retargeted(self.consumed, was, asked, self.target, is_late))
        if not is_late:
            self.due = None
            if self.consumed > self.target:
                self._miss(Due(at, at))

    def _target(self, promise: Promise, course: Course, at: datetime) -> int:
        """An upgrade leaves its floor and is never due later than before; any other target holds as it is agreed."""
        asked = promise.target_seconds
        if asked == self.promise.target_seconds:
            return self.target
        if self.is_breached or asked >= self.target:
            return asked
        floor = self.consumed + promise.upgrade_floor if promise.upgrade_floor else asked
        target = min(self.target, max(asked, floor))
        if self.stretch is Stretch.RUNNING and self.due and course != self.course:
            target = min(target, self.consumed + course.elapsed(at, self.due.due_at))
        return target

    def _count(self, part: Part) -> None:
        counted = part.calendar.elapsed(part.start_at, part.end_at)
        self.consumed += counted
        self.segments.append(Segment(part.start_at, part.end_at, counted, self.consumed, part.version))
        if self.consumed > self.target and not self.is_breached and self.due:
            self._miss(self.due)

    def _pass(self, part: Part) -> None:
        opened = part.calendar.elapsed(part.start_at, part.end_at)
        hold = self.hold or Hold("", "")
        self.segments.append(
            Segment(
                part.start_at,
                part.end_at,
                0,
                self.consumed,
                part.version,
                self.stretch,
                hold.reason,
                hold.party,
                not_counted=opened,
            )
        )

    def _miss(self, due: Due) -> None:
        self.is_breached, self.due = True, due
        self.tell(due.breach_at, sayings.MISSED)
