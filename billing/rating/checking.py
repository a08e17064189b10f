"""What cannot be billed is refused before anything is counted: each with what is wrong and what to do."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from billing.money import PRICE_DECIMALS, exponent, require_same
from billing.rating.metered import NegativeQuantity
from billing.rating.shapes import Change, Credit, PriceItem, Subscribed, Terms
from billing.rating.tiers import NoPrice, require_price
from billing.refusing import Refused


class WrongTerms(Refused):
    """A price, a discount or a tier says what cannot be meant."""

    code = "wrong-terms"


def check(terms: Terms, *, credits: Iterable[Credit], changes: Iterable[Change]) -> None:
    """Raises UnknownCurrency, OtherCurrency, NoPrice, NegativeQuantity, WrongTerms."""
    exponent(terms.currency)
    subs = [*terms.items, *(sub for change in changes for sub in (change.old, change.new) if sub)]
    if not subs:
        raise NoPrice(
            "There is nothing to be billed: the agreement has no prices. Add a plan.",
            "Er valt niets te factureren: de overeenkomst heeft geen prijzen. Voeg een abonnement toe.",
            field="items",
        )
    for sub in subs:
        _subscribed(sub, terms)
    for change in changes:
        if change.on not in change.period:
            raise _wrong(
                "on",
                "a change falls on a day of its period",
                "een wijziging valt op een dag van haar periode",
            )
    _percent(terms.discount_percent, "discount_percent")
    if terms.index and terms.index.percent <= -100:
        raise _wrong(
            "index", "an index cannot take away the whole price", "een index kan niet de hele prijs wegnemen"
        )
    if terms.minimum is not None and terms.minimum < 0:
        raise _negative("minimum", "The minimum", "Het minimum")
    for credit in credits:
        require_same(terms.currency, credit.currency or terms.currency)
        if credit.amount <= 0:
            raise _negative(credit.code, f"The credit {credit.code}", f"De creditering {credit.code}")


def _subscribed(sub: Subscribed, terms: Terms) -> None:
    item = sub.item
    require_same(terms.currency, item.currency or terms.currency)
    if sub.quantity < 0:
        raise _negative(item.code, f"The quantity of {item.name_en}", f"Het aantal van {item.name_nl}")
    if sub.until_on and sub.until_on < sub.from_on:
        raise _wrong(item.code, "it ends before it begins", "het eindigt voordat het begint")
    if item.model in ("piece", "hours") and not item.meter:
        raise _wrong(item.code, "it has no meter to count with", "er is geen meter die telt")
    if (item.interval == "once") != (item.model == "one_off"):
        raise _wrong(
            item.code, "only a one-off is charged once", "alleen een eenmalige post wordt één keer berekend"
        )
    _percent(sub.discount_percent, item.code)
    _prices(item)


def _prices(item: PriceItem) -> None:
    if not item.tiers:
        require_price(item)
    for amount in _amounts(item):
        if not amount.is_finite() or Fraction(amount) * 10**PRICE_DECIMALS % 1:
            raise _wrong(
                item.code, "a price has at most 6 decimals", "een prijs heeft ten hoogste 6 decimalen"
            )
        if amount < 0:
            raise _wrong(item.code, "a price is never negative", "een prijs is nooit negatief")
    bounds = [tier.up_to for tier in item.tiers]
    closed = [bound for bound in bounds if bound is not None]
    if None in bounds[:-1] or closed != sorted(set(closed)) or (closed and closed[0] <= 0):
        raise _wrong(
            item.code,
            "tiers must rise, and only the last may be open",
            "staffels moeten oplopen, en alleen de laatste mag open zijn",
        )


def _amounts(item: PriceItem) -> Iterator[Decimal]:
    yield item.included
    if item.unit_price is not None:
        yield item.unit_price
    for tier in item.tiers:
        yield from (tier.unit_price, tier.flat)


def _percent(percent: Decimal, field: str) -> None:
    if not 0 <= percent <= 100:
        raise _wrong(field, "a discount is 0 to 100 percent", "een korting is 0 tot 100 procent")


def _wrong(field: str, en: str, nl: str) -> WrongTerms:
    return WrongTerms(f"{field}: {en}.", f"{field}: {nl}.", field=field)


def _negative(field: str, en: str, nl: str) -> NegativeQuantity:
    return NegativeQuantity(
        f"{en} must not be negative; to give money back, write a credit.",
        f"{nl} mag niet negatief zijn; leg een creditering vast om geld terug te geven.",
        field=field,
    )
