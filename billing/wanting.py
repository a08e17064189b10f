"""What somebody wants of a plan: which prices, how much of each, at which discount; and what cannot be meant by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from billing.models import PlanVersion, Price
from billing.money import PRICE_DECIMALS
from billing.pricing import BEYOND
from billing.rating.checking import WrongTerms
from billing.rating.fees import is_metered
from billing.rating.metered import NegativeQuantity
from billing.rating.shapes import ZERO
from billing.rating.tiers import NoPrice
from billing.subscribed import item_of

When = Literal["now", "period_end"]
FINEST = Decimal(1).scaleb(-PRICE_DECIMALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A plan's version, with how much of each of its prices by code, and the discount on each in percent.

    What is not named is taken as it is now, or once; a one-off only when it is named. 0 is none of it; what a meter
    counts is always taken, for work is charged when it is done.
    """

    version_id: UUID
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    discounts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A price with how much of it, at which discount."""

    price: Price
    quantity: Decimal
    discount_percent: Decimal


def taken(
    wanted: Wanted, version: PlanVersion, *, before: Mapping[str, Taken] | None = None
) -> dict[str, Taken]:
    """What is taken of a version, by code. Raises NoPrice, NegativeQuantity, WrongTerms."""
    prices = {price.code: price for price in version.prices.order_by("position")}
    _check(wanted, prices)
    found = {code: _of(price, wanted, (before or {}).get(code)) for code, price in prices.items()}
    kept = {code: each for code, each in found.items() if each.quantity or _is_metered(each.price)}
    if not kept:
        raise NoPrice(
            "Nothing of the plan is taken; fill in at least one quantity.",
            "Er wordt niets van het tariefplan afgenomen; vul minstens één aantal in.",
            field="quantities",
        )
    return kept


def _of(price: Price, wanted: Wanted, before: Taken | None) -> Taken:
    usual = ZERO if price.model == "one_off" else Decimal(1)
    quantity = wanted.quantities.get(price.code, before.quantity if before else usual)
    discount = wanted.discounts.get(price.code, before.discount_percent if before else ZERO)
    return Taken(price, quantity, discount)


def _check(wanted: Wanted, prices: Mapping[str, Price]) -> None:
    if unknown := sorted({*wanted.quantities, *wanted.discounts} - set(prices)):
        raise WrongTerms(
            f"This version of the plan has no price {unknown[0]}.",
            f"Deze versie van het tariefplan heeft geen prijs {unknown[0]}.",
            field=unknown[0],
        )
    for code, quantity in wanted.quantities.items():
        if quantity < 0:
            raise NegativeQuantity(
                f"The quantity of {prices[code].name_en} must not be negative.",
                f"Het aantal van {prices[code].name_nl} mag niet negatief zijn.",
                field=code,
            )
    _sound(wanted.quantities, most=BEYOND - 1)
    _sound(wanted.discounts, most=Decimal(100))


def _sound(figures: Mapping[str, Decimal], *, most: Decimal) -> None:
    for code, figure in figures.items():
        if not figure.is_finite() or not 0 <= figure <= most or figure % FINEST:
            raise WrongTerms(
                f"{code}: give a number of at most {most}, with at most 6 decimals.",
                f"{code}: geef een getal van hoogstens {most}, met hoogstens 6 decimalen.",
                field=code,
            )


def _is_metered(price: Price) -> bool:
    return is_metered(item_of(price, currency=""))


def codes(found: Iterable[Taken]) -> list[dict[str, str]]:
    """What is taken, for an event: figures as text."""
    return [
        {
            "code": each.price.code,
            "service_line": each.price.service_line,
            "quantity": f"{each.quantity.normalize():f}",
            "discount_percent": f"{each.discount_percent.normalize():f}",
        }
        for each in found
    ]
