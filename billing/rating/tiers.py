"""What a quantity of one item costs: the part that is included, and the portions that each have one price."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.money import decimals
from billing.rating.shapes import ZERO, Index, PriceItem, Terms, Tier
from billing.refusing import Refused


class NoPrice(Refused):
    """Something is to be charged that no price was agreed for."""

    code = "no-price"


@dataclass(frozen=True, slots=True)
class Portion:
    """A quantity at one price, of the tier above `low` up to `high`; `fixed` is the price of reaching the tier."""

    quantity: Decimal
    unit_price: Decimal
    low: Decimal = ZERO
    high: Decimal | None = None
    fixed: bool = False

    @property
    def exact(self) -> Fraction:
        """What it costs before any rounding, in whole units of the currency."""
        return Fraction(self.quantity) * Fraction(self.unit_price)


def portions(item: PriceItem, quantity: Decimal) -> tuple[Portion, ...]:
    """What `quantity` of an item comes to, without what is included. Raises NoPrice."""
    billable = decimals(max(Fraction(0), Fraction(quantity) - Fraction(item.included)))
    if not item.tiers:
        return (Portion(billable, require_price(item)),)
    found = tuple(_volume(item, billable) if item.tier_mode == "volume" else _graduated(item, billable))
    return found or (Portion(billable, item.tiers[0].unit_price, ZERO, item.tiers[0].up_to),)


def difference(after: tuple[Portion, ...], before: tuple[Portion, ...]) -> tuple[Portion, ...]:
    """What is to be charged once `before` has been: portion by portion, negative where less is owed now."""
    change: dict[Portion, Fraction] = {}
    for sign, given in ((1, after), (-1, before)):
        for portion in given:
            at = replace(portion, quantity=ZERO)
            change[at] = change.get(at, Fraction(0)) + sign * Fraction(portion.quantity)
    found = tuple(replace(at, quantity=decimals(moved)) for at, moved in change.items() if moved)
    return found or (replace(after[-1], quantity=ZERO),)


def require_price(item: PriceItem) -> Decimal:
    """The price of one unit; raises NoPrice where none was agreed."""
    if item.unit_price is None:
        raise NoPrice(
            f"{item.name_en} ({item.code}) has no price; give it one, or 0 if it is free.",
            f"{item.name_nl} ({item.code}) heeft geen prijs; geef een prijs op, of 0 als het gratis is.",
            field=item.code,
        )
    return item.unit_price


def indexed(item: PriceItem, terms: Terms, *, start_on: date) -> PriceItem:
    """The item at the prices of a period that starts on that day: raised by the index, to 6 decimals."""
    index = terms.index
    if index is None or start_on < index.from_on or item.model == "one_off":
        return item
    raised = tuple(
        replace(tier, unit_price=_raised(tier.unit_price, index), flat=_raised(tier.flat, index))
        for tier in item.tiers
    )
    price = None if item.unit_price is None else _raised(item.unit_price, index)
    return replace(item, unit_price=price, tiers=raised)


def _raised(price: Decimal, index: Index) -> Decimal:
    return decimals(Fraction(price) * (100 + Fraction(index.percent)) / 100)


def _bounds(item: PriceItem) -> Iterator[tuple[Decimal, Tier]]:
    low = ZERO
    for tier in item.tiers:
        yield low, tier
        low = low if tier.up_to is None else tier.up_to


def _graduated(item: PriceItem, billable: Decimal) -> Iterator[Portion]:
    for low, tier in _bounds(item):
        if billable > low:
            top = billable if tier.up_to is None else min(billable, tier.up_to)
            yield from _inside(tier, low, decimals(Fraction(top) - Fraction(low)))
    _require_tier(item, billable)


def _volume(item: PriceItem, billable: Decimal) -> Iterator[Portion]:
    _require_tier(item, billable)
    for low, tier in _bounds(item):
        if billable > low and (tier.up_to is None or billable <= tier.up_to):
            yield from _inside(tier, low, billable)


def _inside(tier: Tier, low: Decimal, quantity: Decimal) -> Iterator[Portion]:
    yield Portion(quantity, tier.unit_price, low, tier.up_to)
    if tier.flat:
        yield Portion(Decimal(1), tier.flat, low, tier.up_to, fixed=True)


def _require_tier(item: PriceItem, billable: Decimal) -> None:
    last = item.tiers[-1].up_to
    if last is not None and billable > last:
        raise NoPrice(
            f"{item.name_en} ({item.code}) has no price above {last}; add a tier without an end.",
            f"{item.name_nl} ({item.code}) heeft geen prijs boven {last}; voeg een staffel zonder einde toe.",
            field=item.code,
        )
