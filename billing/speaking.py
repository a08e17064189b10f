"""What billing shows in the reader's language: one of two names, sums of money, days, and prices in words."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from billing.money import Money
from billing.periods import Period
from billing.rating.canonical import plain
from billing.rating.shapes import PriceItem, Tier
from billing.rating.wording import UNITS, Language, Price, Words, spoken

PER = {
    "month": Words("a month", "per maand"),
    "year": Words("a year", "per jaar"),
    "once": Words("once", "eenmalig"),
}
EACH = {
    "seat": Words("a seat", "per gebruiker"),
    "piece": Words("a piece", "per stuk"),
    "hours": Words("an hour", "per uur"),
}
INCLUDED = {"seat": "seat", "piece": "piece", "hours": "hour"}


def language() -> Language:
    """The language in force, of those that billing speaks."""
    return "nl" if (get_language() or "en").startswith("nl") else "en"


def chosen(en: str, nl: str) -> str:
    """One of two names."""
    return nl if language() == "nl" else en


def money(minor: int, currency: str) -> str:
    """A sum of minor units, as people write it."""
    return spoken(Money(minor, currency), language())


def number(figure: Decimal) -> str:
    """A quantity or percentage, without needless zeros."""
    return spoken(figure, language())


def day(on: date) -> str:
    """A day with its month's name."""
    return spoken(on, language())


def span(period: Period) -> str:
    """A period from its first to its last day."""
    return spoken(period, language())


def price_words(item: PriceItem, currency: str) -> list[str]:
    """What an item costs, in short lines: its price or its tiers, and what is included."""
    return list(_lines(item, currency))


def _lines(item: PriceItem, currency: str) -> Iterator[str]:
    if item.tiers:
        low = Decimal(0)
        for tier in item.tiers:
            yield _tier(tier, low, item, currency)
            low = tier.up_to or low
        if item.tier_mode == "volume":
            yield chosen("one price for all of them", "één prijs voor alles")
    elif item.unit_price is not None:
        yield f"{_price(item.unit_price, currency)} {_per(item)}"
    if item.included:
        unit = UNITS[INCLUDED.get(item.model, "piece")][0 if item.included == 1 else 1]
        words = chosen(unit.en, unit.nl)
        yield chosen(
            f"{number(item.included)} {words} included", f"{number(item.included)} {words} inbegrepen"
        )


def _tier(tier: Tier, low: Decimal, item: PriceItem, currency: str) -> str:
    if tier.up_to is None:
        reach = chosen(f"above {number(low)}", f"boven {number(low)}")
    else:
        reach = chosen(f"up to {number(tier.up_to)}", f"t/m {number(tier.up_to)}")
    flat = f" + {_price(tier.flat, currency)}" if tier.flat else ""
    return f"{reach}: {_price(tier.unit_price, currency)} {_per(item)}{flat}"


def _price(amount: Decimal, currency: str) -> str:
    return spoken(Price(Decimal(plain(amount)), currency), language())


def _per(item: PriceItem) -> str:
    each, per = EACH.get(item.model), PER[item.interval]
    parts = [chosen(words.en, words.nl) for words in (each, per) if words]
    # Pieces and hours are charged as they come, whatever the interval.
    return parts[0] if item.model in ("piece", "hours") else " ".join(parts)
