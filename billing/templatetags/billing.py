"""Template tags that every page about money may use: sums, names and spans as people write them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from billing.money import Money
from billing.periods import Period
from billing.rating.wording import Language, spoken
from motorblok.kernel import icons

register = template.Library()

STANDING_ICONS: Mapping[str, str] = {
    "draft": "circle-dashed",
    "open": "circle-dot",
    "overdue": "circle-alert",
    "paid": "circle-check",
    "credit": "circle-minus",
    "dropped": "circle-slash",
    "proposed": "circle-dashed",
    "approved": "circle-dot",
    "rejected": "circle-x",
    "posted": "circle-check",
    "reversed": "undo-2",
}


def language() -> Language:
    """The page's language, of those that billing writes in."""
    return "nl" if (get_language() or "en").startswith("nl") else "en"


@register.filter
def money(minor: int | None, currency: str) -> str:
    """A sum of minor units as people write it: 1250 EUR is €12.50, in Dutch € 12,50; nothing for None."""
    return "" if minor is None else spoken(Money(int(minor), currency), language())


@register.filter
def number(figure: int | Decimal) -> str:
    """A number with its thousands apart."""
    return spoken(figure, language())


@register.filter
def day(on: date | None) -> str:
    """A day in full; nothing for None."""
    return "" if on is None else spoken(on, language())


@register.filter
def span(period: Period) -> str:
    """A period by its first and its last day."""
    return spoken(period, language())


@register.filter
def either(thing: Any) -> str:
    """The name of anything that has name_en and name_nl, in the page's language."""
    return str(getattr(thing, f"name_{language()}"))


@register.filter
def standing_icon(standing: str) -> SafeString:
    """The icon of where an invoice or a credit stands; shape tells it, colour only helps."""
    return icons.icon(STANDING_ICONS.get(standing, "circle"), size=15)
