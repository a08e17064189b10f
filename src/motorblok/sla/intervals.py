"""Opening hours compiled: the open stretches of a span of years as sorted UTC seconds, with running totals."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import accumulate, pairwise

from django.utils.translation import gettext_lazy as _

from motorblok.sla import zones
from motorblok.sla.hours import EPOCH_DAY, Hours, Span, refuse
from motorblok.sla.zones import DAY, FAR_AHEAD

LONGEST_CLOSURE_DAYS = 400


class Timeline:
    """Open stretches between two instants; every question is one or two bisects. Immutable. UTC epoch seconds."""

    __slots__ = ("before", "ends", "known_from", "known_until", "starts", "through")

    def __init__(self, stretches: list[Span], *, known_from: int, known_until: int) -> None:
        # A last stretch in the far future answers every question that the known ones cannot, recognisably late.
        closed = [*stretches, (FAR_AHEAD, 2 * FAR_AHEAD)]
        self.starts = [start for start, _end in closed]
        self.ends = [end for _start, end in closed]
        # Open seconds until the end of each stretch, and until its start.
        self.through = list(accumulate(end - start for start, end in closed))
        self.before = [0, *self.through[:-1]]
        self.known_from, self.known_until = known_from, known_until

    def covers(self, first: int, last: int) -> bool:
        """Whether every second from `first` to `last` is known."""
        return self.known_from <= first and last <= self.known_until

    def open_until(self, at: int) -> int:
        """Open seconds from the beginning of the timeline until `at`."""
        stretch = bisect_right(self.starts, at) - 1
        if stretch < 0:
            return 0
        end = self.ends[stretch]
        return self.before[stretch] + (at if at < end else end) - self.starts[stretch]

    def stretches(self, first: int, last: int) -> list[Span]:
        """The open stretches between two seconds, cut off at both."""
        begin, end = bisect_right(self.ends, first), bisect_left(self.starts, last)
        return [(max(first, self.starts[n]), min(last, self.ends[n])) for n in range(begin, end)]

    def reach(self, start: int, seconds: int) -> Span | None:
        """The first and the last instant at which exactly `seconds` open seconds have passed since `start`.

        They differ where the target ends at a closing: the first is the closing, the last the next opening. None
        where the timeline is too short to tell.
        """
        if start < self.known_from:
            return None
        starts, through = self.starts, self.through
        # The sum of open_until(start) and seconds, written out: this is the most asked question of all.
        stretch = bisect_right(starts, start) - 1
        if stretch < 0:
            total = seconds
        elif start < self.ends[stretch]:
            total = self.before[stretch] + start - starts[stretch] + seconds
        else:
            total = through[stretch] + seconds
        stretch = bisect_left(through, total)
        first = last = starts[stretch] + total - self.before[stretch]
        if total == through[stretch]:
            last = starts[stretch + 1]
        if last > self.known_until:
            return None
        return (first, last) if seconds else (start, max(start, last))


UNKNOWN = Timeline([], known_from=FAR_AHEAD, known_until=0)


def compiled(hours: Hours, *, first_year: int, last_year: int) -> Timeline:
    """The timeline of some years: local hours, mapped to the instants at which the wall clock reaches them."""
    clock = zones.WallClock(hours.timezone, first_year=first_year, last_year=last_year)
    first_day, last_day = zones.instant(first_year) // DAY, zones.instant(last_year + 1) // DAY
    local = local_spans(hours, first_day=first_day - 1, last_day=last_day)
    reached = merged((clock.first_reach(start), clock.first_reach(end)) for start, end in local)
    # Zones lie up to 14 hours from UTC and shifts pass midnight: the outer two days at either side are not complete.
    return Timeline(reached, known_from=(first_day + 2) * DAY, known_until=(last_day - 2) * DAY)


def local_spans(hours: Hours, *, first_day: int, last_day: int) -> list[Span]:
    """Opening hours in local readings (seconds from 1970-01-01 00:00, no zone), holidays and breaks taken out."""
    opened: list[Span] = []
    cuts = [(day * DAY + start, day * DAY + end) for day, (start, end) in hours.breaks]
    for day in range(first_day, last_day + 1):
        midnight = day * DAY
        if hours.is_closed(day):
            if hours.shift_holidays:
                continue
            # The holiday's own night shift is kept: what lies beyond midnight belongs to the next date.
            cuts.append((midnight, midnight + DAY))
        opened += [(midnight + start, midnight + end) for start, end in hours.of_day(day)]
    return without(merged(opened), merged(cuts))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same seconds as sorted spans that neither touch nor overlap; empty ones are dropped."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def without(spans: list[Span], cuts: list[Span]) -> list[Span]:
    """`spans` less `cuts`, both merged."""
    left: list[Span] = []
    cut_ends = [end for _, end in cuts]
    for start, end in spans:
        for index in range(bisect_right(cut_ends, start), len(cuts)):
            cut_start, cut_end = cuts[index]
            if cut_start >= end:
                break
            if start < cut_start:
                left.append((start, cut_start))
            start = cut_end
        if start < end:
            left.append((start, end))
    return left


def must_open_in_time(hours: Hours) -> None:
    """Refuse hours that stay closed for more than 400 days on end: a target could run away for ever."""
    listed = sorted(hours.holidays | set(hours.overrides) | {day for day, _span in hours.breaks})
    # A weekday with hours comes round every 7 days, so a few listed dates cannot close it for that long.
    if (len(listed) + 1) * 7 <= LONGEST_CLOSURE_DAYS:
        return
    spans = local_spans(hours, first_day=listed[0] - 8, last_day=listed[-1] + 8)
    for (_start, closing), (opening, _end) in pairwise(spans):
        if opening - closing > LONGEST_CLOSURE_DAYS * DAY:
            since = date.fromordinal(EPOCH_DAY + closing // DAY).isoformat()
            words = _("nothing is open for more than {days} days from {since}; take some closed dates out")
            raise refuse("holidays", words, days=LONGEST_CLOSURE_DAYS, since=since)
