"""The calendar versions under which one clock runs: usually one, after an amendment one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from motorblok.sla.business_time import Calendar, Due


class Part(NamedTuple):
    """A time under one version of a calendar."""

    start_at: datetime
    end_at: datetime
    version: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Course:
    """A version, and from `until` on what comes after it; answers as a calendar does (see business_time.Calendar)."""

    version: str
    calendar: Calendar = field(compare=False)
    until: datetime | None = None
    after: "Course | None" = None

    def then(self, at: datetime, following: "Course") -> "Course":
        """The same course until an instant, and another from then on."""
        if self.until and self.after and self.until < at:
            return Course(self.version, self.calendar, self.until, self.after.then(at, following))
        return Course(self.version, self.calendar, at, following)

    @property
    def last(self) -> str:
        """The version that counts in the end."""
        return self.after.last if self.after else self.version

    def parts(self, start: datetime, end: datetime) -> Iterator[Part]:
        """The time from `start` to `end` by version; at least one part, though it be empty."""
        if self.until is None or self.after is None or end <= self.until:
            yield Part(start, end, self.version, self.calendar)
        elif self.until <= start:
            yield from self.after.parts(start, end)
        else:
            yield Part(start, self.until, self.version, self.calendar)
            yield from self.after.parts(self.until, end)

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Open seconds from `start` to `end`."""
        return sum(part.calendar.elapsed(part.start_at, part.end_at) for part in self.parts(start, end))

    def add(self, start: datetime, seconds: int) -> Due:
        """Both edges of a target that begins at `start`."""
        if self.until is None or self.after is None:
            return self.calendar.add(start, seconds)
        if self.until <= start:
            return self.after.add(start, seconds)
        before = self.calendar.elapsed(start, self.until)
        if seconds < before:
            return self.calendar.add(start, seconds)
        later = self.after.add(self.until, seconds - before)
        is_reached = seconds == before
        return Due(self.calendar.add(start, seconds).due_at, later.breach_at) if is_reached else later
