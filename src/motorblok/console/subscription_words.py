"""A subscription in words: where it stands, its prices, what is agreed for the whole, and what is planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.agreeing import ConditionsDraft
from billing.shown import PriceHeld, SubscriptionPage
from billing.speaking import day, money, number, span
from motorblok.console.names import line_names

STANDINGS = {
    "drawn_up": gettext_lazy("Drawn up"),
    "to_come": gettext_lazy("Begins later"),
    "trial": gettext_lazy("In its trial"),
    "active": gettext_lazy("Running"),
    "paused": gettext_lazy("Paused"),
    "ending": gettext_lazy("Cancelled, still running"),
    "ended": gettext_lazy("Ended"),
}
SIGNS = {
    "drawn_up": "assigned",
    "to_come": "received",
    "trial": "taken",
    "active": "active",
    "paused": "suspended",
    "ending": "cancelled",
    "ended": "closed",
}
FEES_IN = {"advance": gettext_lazy("in advance"), "arrears": gettext_lazy("afterwards")}


@dataclass(frozen=True, slots=True)
class PriceShown:
    """A price of a subscription as a row: how much of it, at which price, and its days where they are to be told."""

    price: PriceHeld
    service_line: str
    quantity: str
    discount: str
    days: str


def subscription_context(found: SubscriptionPage | None) -> dict[str, Any]:
    """What a page needs to show a subscription."""
    if found is None:
        return {"subscription": None}
    return {
        "subscription": found,
        "standing": STANDINGS[found.standing],
        "sign": SIGNS[found.standing],
        "now": _shown(found.now),
        "planned": _shown(found.planned, tells_days=True),
        "period": span(found.period) if found.period else "",
        "edge": day(found.edge),
        "fees_in": FEES_IN[found.fees_in],
        "monthly": money(found.monthly, found.currency),
        "conditions": conditions_words(found.conditions, found.currency),
        "later": [(day(on), conditions_words(each, found.currency)) for on, each in found.later_conditions],
    }


def conditions_words(conditions: ConditionsDraft, currency: str) -> list[str]:
    """Minimum, discount and index, each where there is one."""
    found = []
    if conditions.minimum:
        found.append(_("At least %(sum)s an invoice") % {"sum": money(conditions.minimum, currency)})
    if conditions.discount_percent:
        found.append(_("%(percent)s %% off everything") % {"percent": number(conditions.discount_percent)})
    if conditions.index_percent is not None and conditions.index_from_on:
        words = {"percent": number(conditions.index_percent), "day": day(conditions.index_from_on)}
        found.append(_("Prices %(percent)s %% higher from %(day)s") % words)
    return found


def _shown(prices: Iterable[PriceHeld], *, tells_days: bool = False) -> list[PriceShown]:
    names = line_names()
    return [
        PriceShown(
            price=price,
            service_line=names.get(price.service_line, price.service_line),
            quantity="" if price.model in ("piece", "hours") else number(price.quantity),
            discount=number(price.discount_percent) if price.discount_percent else "",
            days=_days(price, tells_days=tells_days),
        )
        for price in prices
    ]


def _days(price: PriceHeld, *, tells_days: bool) -> str:
    if tells_days:
        return _("from %(day)s") % {"day": day(price.from_on)}
    return _("until %(day)s") % {"day": day(price.until_on)} if price.until_on else ""
