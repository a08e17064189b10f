"""Monthly recurring revenue: what a subscription's fees come to in a month, before VAT and without what is counted."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from billing.models import Conditions, SubscribedPrice, Subscription
from billing.money import half_up
from billing.rating.fees import charged
from billing.rating.shapes import Index, Subscribed, Terms
from billing.rating.tiers import indexed, portions
from billing.redrawing import in_force
from billing.subscribed import subscribed

MONTHS = {"month": 1, "year": 12}
RUNNING = (Subscription.State.ACTIVE, Subscription.State.PAUSED)


def monthly(
    subscription: Subscription,
    rows: Iterable[SubscribedPrice],
    conditions: Iterable[Conditions],
    *,
    on: date,
) -> int:
    """Minor units a month as agreed on a day: fees and subscribed seats after discounts, at least the minimum.

    0 in a trial, and where it is drawn up or ended; a yearly fee counts for a twelfth.
    """
    begins_on = subscription.trial_ends_on or subscription.anchor_on
    if subscription.state not in RUNNING or on < begins_on:
        return 0
    begun = [each for each in conditions if each.from_on <= on]
    holds = max(begun, key=lambda each: each.from_on) if begun else Conditions()
    fees = [subscribed(row, currency=subscription.currency) for row in in_force(rows, on=on).values()]
    if not fees:
        return 0
    terms = _terms(subscription, holds)
    total = sum((_fee(sub, terms, on=on) for sub in fees if sub.item.model in ("flat", "seat")), Fraction(0))
    total *= 1 - Fraction(holds.discount_percent) / 100
    least = Fraction(holds.minimum or 0, subscription.months)
    return half_up(max(total, least))


def _fee(sub: Subscribed, terms: Terms, *, on: date) -> Fraction:
    item = indexed(sub.item, terms, start_on=on)
    full = sum(charged(portion, currency=terms.currency) for portion in portions(item, sub.quantity))
    return full * (1 - Fraction(sub.discount_percent) / 100) / MONTHS[item.interval]


def _terms(subscription: Subscription, holds: Conditions) -> Terms:
    index = None
    if holds.index_percent is not None and holds.index_from_on is not None:
        index = Index(percent=holds.index_percent, from_on=holds.index_from_on)
    return Terms(currency=subscription.currency, zone=subscription.time_zone, items=(), index=index)
