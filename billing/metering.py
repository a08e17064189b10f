"""Which price holds for what a meter counted, where a price changed within a period: the period is then counted in parts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from billing.periods import Period
from billing.rating.cycles import active
from billing.rating.fees import is_metered
from billing.rating.shapes import SeatRule, Subscribed, Terms

Meter = tuple[str, str]
"""Service line and meter."""


def named_apart(terms: Terms, periods: Iterable[Period]) -> Terms:
    """The same terms, with another code for each but the first of several prices of a meter that hold in one period.

    Usage names its price by the code, and two versions of a plan may call theirs alike.
    """
    clashing = {sub for period in periods for subs in _clashes(terms, period).values() for sub in subs[1:]}
    return replace(terms, items=tuple(_renamed(sub) if sub in clashing else sub for sub in terms.items))


def parts(terms: Terms, period: Period) -> Iterator[Period]:
    """The period, cut where the price of a meter changes in it."""
    days = {sub.from_on for subs in _clashes(terms, period).values() for sub in subs[1:]}
    edges = sorted({period.start, period.end, *(day for day in days if day in period)})
    return (Period(start, end) for start, end in pairwise(edges))


def code_of(terms: Terms, meter: Meter, *, period: Period, on: date) -> str | None:
    """The code of the price for what was counted in a period from a day on: "" where there is but one, None without any."""
    if not any(_meter(sub) == meter and active(sub, period=period) for sub in terms.items):
        return None
    clashing = _clashes(terms, period).get(meter, [])
    begun = [sub for sub in clashing if sub.from_on <= on] or clashing[:1]
    return begun[-1].item.code if begun else ""


def seat_rules(terms: Terms) -> Mapping[Meter, SeatRule]:
    """The meters that read seats, with what their readings come to."""
    return {
        _meter(sub): sub.seat_rule for sub in terms.items if sub.item.model == "seat" and is_metered(sub.item)
    }


def _clashes(terms: Terms, period: Period) -> dict[Meter, list[Subscribed]]:
    """The prices of each meter that has had more than one in a period, in the order in which they began."""
    found: dict[Meter, list[Subscribed]] = {}
    for sub in sorted(terms.items, key=lambda sub: sub.from_on):
        if is_metered(sub.item) and active(sub, period=period):
            found.setdefault(_meter(sub), []).append(sub)
    return {meter: subs for meter, subs in found.items() if len({_price(sub) for sub in subs}) > 1}


def _renamed(sub: Subscribed) -> Subscribed:
    return replace(sub, item=replace(sub.item, code=f"{sub.item.code}@{sub.from_on}"))


def _meter(sub: Subscribed) -> Meter:
    return sub.item.service_line, sub.item.meter


def _price(sub: Subscribed) -> tuple[object, ...]:
    return sub.item, sub.discount_percent, sub.seat_rule
