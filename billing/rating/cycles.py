"""For which periods a subscribed item is charged when a period is billed, and from and up to which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from billing import periods
from billing.periods import Period
from billing.rating.shapes import Subscribed

LONGEST_MONTHS = 300
"""A period of more days than this is a year's."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a cycle that is charged, or credited if it `ended` before the cycle did."""

    cycle: Period
    rest: Period
    ended: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is the cycle itself."""
        return self.rest == self.cycle


def shares(sub: Subscribed, *, period: Period) -> Iterator[Share]:
    """What is charged and credited of an item's fee in a period, in order.

    An item that is there for a part of a cycle is charged from the day it began up to the cycle's end, and credited from
    the day it ended: the two halves of a change then stand beside each other, and undo each other to the cent.
    """
    for cycle in cycles(sub, period=period):
        yield from _charged(sub, cycle, period)
        yield from _credited(sub, cycle, period)


def active(sub: Subscribed, *, period: Period) -> bool:
    """Whether the item is there on at least one day of the period."""
    until = sub.until_on or period.end
    return max(sub.from_on, period.start) < min(until, period.end)


def cycles(sub: Subscribed, *, period: Period) -> Iterator[Period]:
    """The cycles of an item's fee that a period touches: its own months or years, or the period itself."""
    yearly = period.days > LONGEST_MONTHS
    if sub.item.interval == "year" and not yearly:
        last = periods.on(period.end, anchor=sub.from_on, months=periods.YEAR)
        return iter(sorted({periods.on(period.start, anchor=sub.from_on, months=periods.YEAR), last}))
    if sub.item.interval == "month" and yearly:
        return takewhile(lambda cycle: cycle.start < period.end, periods.walk(period.start))
    return iter((period,))


def _charged(sub: Subscribed, cycle: Period, period: Period) -> Iterator[Share]:
    start = max(cycle.start, sub.from_on)
    if start < cycle.end and start in period and not _over(sub, cycle.start):
        yield Share(cycle, Period(start, cycle.end))


def _credited(sub: Subscribed, cycle: Period, period: Period) -> Iterator[Share]:
    until = sub.until_on
    if until and cycle.start < until < cycle.end and until in period and sub.from_on < cycle.end:
        yield Share(cycle, Period(until, cycle.end), ended=True)


def _over(sub: Subscribed, day: date) -> bool:
    return sub.until_on is not None and sub.until_on <= day
