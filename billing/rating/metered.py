"""Lines of what is charged by count: pieces, hours and metered seats, of this period or late for an earlier one."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from billing.money import decimals
from billing.periods import Period
from billing.rating import explaining
from billing.rating.canonical import plain
from billing.rating.cycles import active
from billing.rating.fees import charged
from billing.rating.shapes import ZERO, Line, Step, Subscribed, Terms, Usage
from billing.rating.tiers import Portion, difference, indexed, portions
from billing.rating.usage import in_units, period_of, priced
from billing.rating.wording import Words, named
from billing.refusing import Refused


class NegativeQuantity(Refused):
    """There is less than nothing to be charged."""

    code = "negative-quantity"


def with_seats(usage: Iterable[Usage], terms: Terms, *, period: Period) -> Iterator[Usage]:
    """The usage, and a reading of 0 for every metered seat that nobody read: what is subscribed is the least."""
    known: set[tuple[str, str]] = set()
    for each in usage:
        known.update([(each.service_line, each.meter)] if not each.late_for else ())
        yield each
    for sub in terms.items:
        key = (sub.item.service_line, sub.item.meter)
        if sub.item.model == "seat" and sub.item.meter and active(sub, period=period) and key not in known:
            known.add(key)
            yield Usage(meter=key[1], service_line=key[0], quantity=ZERO, records=0)


def metered(usage: Usage, terms: Terms, *, period: Period) -> tuple[Subscribed, tuple[Line, ...]]:
    """The lines of one sum of usage, and the item whose price they have.

    Late usage costs what it would have cost in time: the price of the whole less the price of what was billed before.
    Raises NoPrice, TwoPrices, NegativeQuantity.
    """
    of = period_of(usage, period=period)
    sub = priced(usage, terms, period=of)
    item = indexed(sub.item, terms, start_on=of.start)
    least = sub.quantity if item.model == "seat" else ZERO
    before = max(in_units(item, _counted(usage.already, usage)), least)
    after = max(in_units(item, _counted(usage.already + usage.quantity, usage)), least)
    owed = portions(item, after)
    if usage.late_for:
        owed = difference(owed, portions(item, before))
    return sub, tuple(_line(portion, usage, sub, terms, of=of, used=after) for portion in owed)


def _counted(quantity: Decimal, usage: Usage) -> Decimal:
    if quantity < 0:
        raise NegativeQuantity(
            f"The corrections of {usage.meter} ({usage.service_line}) take away more than was counted "
            f"({plain(quantity)}); check them.",
            f"De correcties van {usage.meter} ({usage.service_line}) halen er meer af dan er geteld is "
            f"({plain(quantity)}); controleer ze.",
            field=usage.meter,
        )
    return quantity


def _line(
    portion: Portion, usage: Usage, sub: Subscribed, terms: Terms, *, of: Period, used: Decimal
) -> Line:
    item, amount = sub.item, charged(portion, currency=terms.currency)
    name = Words(item.name_en, item.name_nl)
    if usage.late_for:
        name = named("{name}, late for {of}", "{name}, nagekomen over {of}", name=name, of=of)
    unit = explaining.unit_of(item)
    billable = decimals(max(Fraction(0), Fraction(used) - Fraction(item.included)))
    return Line(
        code=item.code,
        name_en=name.en,
        name_nl=name.nl,
        service_line=item.service_line,
        kind="late_usage" if usage.late_for else "usage",
        quantity=portion.quantity,
        unit="sum" if portion.fixed else unit,
        unit_price=portion.unit_price,
        amount=amount,
        vat_category=item.vat_category,
        period=of,
        explanation=(
            *_counting(usage, sub, of=of, used=used),
            *explaining.included(item, used=used, billable=billable),
            *(explaining.tier(portion, mode=item.tier_mode) if item.tiers else ()),
            *explaining.index(terms.index, item=item, start_on=of.start),
            explaining.product(
                portion, unit="sum" if portion.fixed else unit, amount=amount, currency=terms.currency
            ),
        ),
        refs=(f"usage:{usage.service_line}:{usage.meter}:{of.key}",),
    )


def _counting(usage: Usage, sub: Subscribed, *, of: Period, used: Decimal) -> tuple[Step, ...]:
    item = sub.item
    unit = explaining.unit_of(item)
    read = in_units(item, usage.quantity)
    first = explaining.metered(read, unit=unit, records=usage.records, period=of)
    if usage.late_for:
        return (first, explaining.late(in_units(item, usage.already), used=used))
    if used != read:
        return (first, explaining.least(used))
    return (first,)
