"""Business time by brute force: a wall clock that never runs backwards, stepped second by second through a window."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Span = tuple[timedelta, timedelta]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Oracle:
    """Answers for one calendar from `begin`, a whole UTC minute, over some hours. Shares no code with the product."""

    def __init__(self, content: Mapping[str, Any], *, begin: datetime, hours: int) -> None:
        self.content, self.begin = content, begin
        self.overrides: Mapping[str, Any] = content.get("overrides", {})
        self.shifts_seen: dict[date, list[Span]] = {}
        self.breaks_seen: dict[date, list[Span]] = {}
        self.opened = bytearray()
        # Hours and offsets change on whole minutes only, so one look answers for sixty seconds.
        for reading in high_water_marks(content["timezone"], begin=begin, minutes=hours * 60):
            self.opened += bytes([self.is_open(reading)]) * 60

    def elapsed(self, start: datetime, end: datetime) -> int:
        return sum(self.opened[self.second(start) : self.second(end)])

    def first_and_last(self, start: datetime, seconds: int) -> tuple[datetime | None, datetime | None]:
        """First and last instant with `seconds` counted since `start`; None where the window ends before."""
        first = last = None
        for step, counted in enumerate(accumulate(self.opened[self.second(start) :], initial=0)):
            if first is None and counted >= seconds:
                first = start + timedelta(seconds=step)
            if counted > seconds:
                last = start + timedelta(seconds=step - 1)
                break
        return first, last

    def stretches(self) -> list[tuple[datetime, datetime]]:
        """Every open stretch of the window, second by second."""
        second, found = timedelta(seconds=1), []
        edges = [n for n, (a, b) in enumerate(pairwise(b"\0" + self.opened + b"\0")) if a != b]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            found.append((self.begin + start * second, self.begin + end * second))
        return found

    def second(self, at: datetime) -> int:
        return max(0, (at - self.begin) // timedelta(seconds=1))

    def is_open(self, reading: datetime) -> bool:
        today = reading.date()
        if self.content.get("holiday_scope", "date") == "date" and self.is_holiday(today):
            return False
        near = [(day, reading - datetime.combine(day, time())) for day in (today, today - DAY)]
        if any(start <= since < end for day, since in near for start, end in self.breaks(day)):
            return False
        return any(start <= since < end for day, since in near for start, end in self.shifts(day))

    def is_holiday(self, day: date) -> bool:
        return day.isoformat() in self.content.get("holidays", []) and day.isoformat() not in self.overrides

    def shifts(self, day: date) -> list[Span]:
        if day not in self.shifts_seen:
            weekday = self.content["week"].get(WEEKDAYS[day.weekday()], [])
            is_cancelled = self.content.get("holiday_scope") == "shift" and self.is_holiday(day)
            spans = [] if is_cancelled else self.overrides.get(day.isoformat(), weekday)
            self.shifts_seen[day] = [span(start, end) for start, end in spans]
        return self.shifts_seen[day]

    def breaks(self, day: date) -> list[Span]:
        if day not in self.breaks_seen:
            found = [b for b in self.content.get("breaks", []) if b["date"] == day.isoformat()]
            self.breaks_seen[day] = [span(b["start"], b["end"]) for b in found]
        return self.breaks_seen[day]


def span(start: str, end: str) -> Span:
    """Two times as the time since midnight; an end at or before its start lies on the next day."""
    begin, stop = (timedelta(hours=int(text[:2]), minutes=int(text[3:])) for text in (start, end))
    return begin, stop if stop > begin else stop + DAY


@cache
def high_water_marks(name: str, *, begin: datetime, minutes: int) -> list[datetime]:
    """Per minute the latest reading that the wall clock has shown until then, without a zone."""
    zone, warm_up = ZoneInfo(name), 240
    marks = [wall_reading(begin - warm_up * MINUTE, zone)]
    for minute in range(-warm_up, minutes):
        marks.append(max(marks[-1], wall_reading(begin + minute * MINUTE, zone)))
    return marks[warm_up + 1 :]


def wall_reading(at: datetime, zone: ZoneInfo) -> datetime:
    reading = at.astimezone(zone).replace(tzinfo=None)
    if reading.second:
        raise ValueError(f"{zone.key} is not set in whole minutes here")
    return reading


def utc(text: str) -> datetime:
    """An ISO instant, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
