"""What meters counted: added up, brought to the unit that is charged, and matched with the price that holds for it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

from billing import periods
from billing.money import decimals
from billing.periods import Period
from billing.rating.cycles import active
from billing.rating.shapes import PriceItem, SeatRule, Subscribed, Terms, Usage
from billing.rating.tiers import NoPrice
from billing.refusing import Refused

SECONDS_OF_AN_HOUR = 3600
HOUR_DECIMALS = 2
LONGEST_MONTH = 300
"""A period of so many days or more is a year's."""
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


class TwoPrices(Refused):
    """What a meter counted may be charged at more than one price."""

    code = "two-prices"


def summed(usage: Iterable[Usage]) -> tuple[Usage, ...]:
    """Usage added up by meter, service line, period and price, in a fixed order: records and sums come to the same."""
    sums: dict[tuple[str, str, str, str], list[Decimal]] = {}
    records: dict[tuple[str, str, str, str], int] = {}
    ends: dict[tuple[str, str, str, str], date | None] = {}
    for each in usage:
        key = (each.late_for, each.service_line, each.meter, each.code)
        found = sums.get(key)
        if found is None:
            sums[key], records[key], ends[key] = [each.quantity, each.already], each.records, each.late_end_on
            continue
        found[0] = _EXACT.add(found[0], each.quantity)
        found[1] = max(found[1], each.already)
        records[key] += each.records
    return tuple(_sum(key, *sums[key], records=records[key], end_on=ends[key]) for key in sorted(sums))


def seats_counted(readings: Mapping[date, int], *, rule: SeatRule) -> int:
    """What the seats in use on each day come to: the most of any day, or those of the last day; 0 without readings."""
    if not readings:
        return 0
    return max(readings.values()) if rule == "peak" else readings[max(readings)]


def in_units(item: PriceItem, quantity: Decimal) -> Decimal:
    """What a meter counted in the unit that is charged: seconds as hours with 2 decimals, rounded once over the sum."""
    if item.model != "hours":
        return quantity
    return decimals(Fraction(quantity) / SECONDS_OF_AN_HOUR, places=HOUR_DECIMALS)


def period_of(usage: Usage, *, period: Period) -> Period:
    """The period that usage belongs to: the one being billed, or the earlier one of a like length that it is late for."""
    if not usage.late_for:
        return period
    if usage.late_end_on:
        return Period(periods.start_of(usage.late_for), usage.late_end_on)
    months = periods.MONTH if period.days < LONGEST_MONTH else periods.YEAR
    return periods.nth(periods.start_of(usage.late_for), 0, months=months)


def priced(usage: Usage, terms: Terms, *, period: Period) -> Subscribed:
    """The item whose price holds for usage of a period. Raises NoPrice, TwoPrices."""
    found = [sub for sub in terms.items if _fits(sub, usage) and active(sub, period=period)]
    if not found:
        raise _no_price(usage, period)
    if any(_price_of(sub) != _price_of(found[0]) for sub in found):
        raise TwoPrices(
            f"Two prices hold for {usage.meter} ({usage.service_line}) in {period.key}; "
            "say with each sum of usage which price it belongs to.",
            f"Voor {usage.meter} ({usage.service_line}) gelden in {period.key} twee prijzen; "
            "geef bij elk opgeteld gebruik aan bij welke prijs het hoort.",
            field=usage.meter,
        )
    return max(found, key=lambda sub: (sub.from_on, sub.quantity))


def _fits(sub: Subscribed, usage: Usage) -> bool:
    item = sub.item
    same = (item.meter, item.service_line) == (usage.meter, usage.service_line)
    return same and usage.code in ("", item.code)


def _price_of(sub: Subscribed) -> tuple[PriceItem, Decimal, SeatRule]:
    return sub.item, sub.discount_percent, sub.seat_rule


def _no_price(usage: Usage, period: Period) -> NoPrice:
    return NoPrice(
        f"There is no price for {usage.meter} ({usage.service_line}) in {period.key}; "
        "add one to the agreement, or correct the usage.",
        f"Er is geen prijs voor {usage.meter} ({usage.service_line}) in {period.key}; "
        "voeg een prijs toe aan de overeenkomst, of corrigeer het gebruik.",
        field=usage.meter,
    )


def _sum(
    key: tuple[str, str, str, str], quantity: Decimal, already: Decimal, *, records: int, end_on: date | None
) -> Usage:
    late_for, service_line, meter, code = key
    return Usage(
        meter=meter,
        service_line=service_line,
        quantity=quantity,
        records=records,
        late_for=late_for,
        already=already,
        late_end_on=end_on,
        code=code,
    )
