"""Business time: when a number of open seconds has passed, and how many passed between two instants."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from math import floor
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from motorblok.sla import hours, intervals
from motorblok.sla.intervals import Timeline

from_second = datetime.fromtimestamp

MARGIN = 3 * 86_400
"""Seconds beyond a question within which a timeline is not complete, and a little."""

COMPILED_AT_MOST = 256
"""Compiled calendars kept per process; most clients share a few, a three-year one takes some 100 kB."""


class Due(NamedTuple):
    """The two edges of a target, aware and in UTC.

    `due_at` is the first instant at which the target's seconds have passed: what people are shown. `breach_at` is
    the last instant at which no more than that has passed: a second later the target is missed. They differ where
    the target ends at a closing; then `breach_at` is the next opening.
    """

    due_at: datetime
    breach_at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time without a break, from `start_at` to `end_at`, aware and in UTC."""

    start_at: datetime
    end_at: datetime


class Calendar:
    """Opening hours that answer questions about business time, exact through every change of the clocks.

    The content is a dict: `timezone` (IANA name), `week` (mon to sun: pairs HH:MM; an end at or before its start
    lies on the next day, 24:00 is midnight), and if wanted `holidays` (dates), `overrides` (date: pairs, instead of
    the weekday's, also on a holiday), `breaks` (date, start, end) and `holiday_scope` (date: the date is closed;
    shift: shifts that begin on it are). An hour that the clock skips does not exist, one that it shows twice counts
    as the first. Raises Invalid, naming the field, for content that cannot be used. Reads no other state.
    """

    __slots__ = ("_opening", "digest")

    def __init__(self, content: Mapping[str, Any]) -> None:
        text = canonical(content)
        self.digest = sha256(text.encode()).hexdigest()
        self._opening = _opening(text)

    def add(self, start: datetime, seconds: int) -> Due:
        """When `seconds` open seconds have passed since `start`, an aware datetime floored to whole seconds.

        Zero seconds: due at `start`, breached after the next opening. Raises Invalid for a naive datetime,
        negative seconds, or a date outside 1972 to 2200.
        """
        if seconds < 0:
            raise hours.refuse("seconds", _("a target cannot be negative"))
        began = floor(start.timestamp()) if start.tzinfo else _second(start)
        opening = self._opening
        first, last = opening.timeline.reach(began, seconds) or opening.reach(began, seconds)
        due_at = from_second(first, UTC)
        return Due(due_at, due_at if first == last else from_second(last, UTC))

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Open seconds from `start` to `end`, aware datetimes floored to whole seconds; 0 where `end` is first."""
        first, last = _second(start), _second(end)
        if last <= first:
            return 0
        timeline = self._opening.covering(first, last)
        return timeline.open_until(last) - timeline.open_until(first)

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """The open stretches from `start` to `end`, in order; their lengths add up to `elapsed`."""
        first, last = _second(start), _second(end)
        found = self._opening.covering(first, last).stretches(first, last) if first < last else []
        return [Stretch(from_second(begin, UTC), from_second(stop, UTC)) for begin, stop in found]

    @property
    def timezone(self) -> str:
        """The IANA name of the zone whose wall clock the hours are read on."""
        return self._opening.hours.timezone


class Opening:
    """Hours with the timeline compiled so far; it grows by whole years when a question reaches beyond it."""

    __slots__ = ("hours", "timeline", "years")

    def __init__(self, checked: hours.Hours) -> None:
        self.hours = checked
        self.years = (hours.LAST_YEAR, hours.FIRST_YEAR)
        self.timeline = intervals.UNKNOWN

    def covering(self, first: int, last: int) -> Timeline:
        """The timeline, grown where needed to know every second from `first` to `last`."""
        timeline = self.timeline
        return timeline if timeline.covers(first, last) else self._grown(first, last)

    def reach(self, start: int, seconds: int) -> hours.Span:
        """The first and last instant at which `seconds` have passed since `start`; see Timeline.reach."""
        timeline = self.covering(start, start)
        while (reached := timeline.reach(start, seconds)) is None:
            ahead = timeline.known_until - start
            timeline = self._grown(start, start + max(2 * ahead, 400 * 86_400))
        return reached

    def _grown(self, first: int, last: int) -> Timeline:
        first_year, last_year = _year(first - MARGIN), _year(last + MARGIN)
        if first_year < hours.FIRST_YEAR or last_year > hours.LAST_YEAR:
            words = _("business time is known from {first} to {last}; this reaches beyond it")
            raise hours.refuse("date", words, first=hours.FIRST_YEAR, last=hours.LAST_YEAR)
        self.years = (min(first_year, self.years[0]), max(last_year, self.years[1]))
        self.timeline = intervals.compiled(self.hours, first_year=self.years[0], last_year=self.years[1])
        return self.timeline


def canonical(content: Mapping[str, Any]) -> str:
    """The content as JSON with sorted keys: equal contents give equal text, and so one compiled calendar."""
    try:
        return json.dumps(content, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise hours.refuse("calendar", _("write plain text, lists and objects only, as in JSON")) from error


@lru_cache(maxsize=COMPILED_AT_MOST)
def _opening(text: str) -> Opening:
    checked = hours.read(json.loads(text))
    intervals.must_open_in_time(checked)
    return Opening(checked)


def _second(at: datetime) -> int:
    if at.tzinfo is None:
        raise hours.refuse("date", _("give a date and time with its time zone"))
    return floor(at.timestamp())


def _year(second: int) -> int:
    return datetime.fromtimestamp(second, UTC).year
