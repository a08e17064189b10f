"""Template tags that every page about money may use: sums, names and spans as people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from billing import speaking
from billing.periods import start_of
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
    "taken_up": "circle-dashed",
    "agreed": "circle-dot",
    "credited": "circle-check",
    "declined": "circle-x",
    "withdrawn": "undo-2",
}

register.filter("number", speaking.number)
register.filter("span", speaking.span)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """A sum of minor units as people write it: 1250 EUR is €12.50, in Dutch € 12,50; nothing for None."""
    return "" if minor is None else speaking.money(int(minor), currency)


@register.filter
def day(on: date | None) -> str:
    """A day in full; nothing for None."""
    return "" if on is None else speaking.day(on)


@register.filter
def period_name(key: str) -> str:
    """The period of a key: its month, or its first day where it does not begin with one."""
    on = start_of(key)
    return date_format(on, "F Y") if on.day == 1 else speaking.day(on)


@register.filter
def either(thing: Any, name: str) -> str:
    """What anything has as <name>_en and <name>_nl, in the page's language."""
    return speaking.chosen(str(getattr(thing, f"{name}_en")), str(getattr(thing, f"{name}_nl")))


@register.filter
def standing_icon(standing: str) -> SafeString:
    """The icon of where an invoice or a credit stands; shape tells it, colour only helps."""
    return icons.icon(STANDING_ICONS.get(standing, "circle"), size=15)
