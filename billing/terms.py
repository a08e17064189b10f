"""What was agreed and how it is taxed, read from the tables and given to rating: its terms, its VAT, its changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import cast

from billing import periods
from billing.changes import changes_in
from billing.models import Conditions, Debtor, SubscribedPrice, Subscription, TaxRate
from billing.rating.shapes import Index, Subscribed, TaxProfile, Terms, Treatment
from billing.subscribed import parts

__all__ = ["agreed", "changes_in", "tax_of", "terms_of"]


def terms_of(subscription: Subscription, *, on: date) -> Terms:
    """The terms for the period that a day falls in: every price that held before its end, and the conditions of its start.

    What was agreed for later is not in it, so that the same period has the same terms, and the same hash, until one of
    its own days is changed. The prices of `Subscription.objects` with `prices` and `conditions` prefetched are used.
    """
    return agreed(subscription, subscription.prices.all(), subscription.conditions.all(), on=on)


def agreed(
    subscription: Subscription,
    rows: Iterable[SubscribedPrice],
    conditions: Iterable[Conditions],
    *,
    on: date,
) -> Terms:
    """The terms that these rows and conditions make, kept or only thought of."""
    period = periods.on(on, anchor=subscription.anchor_on, months=subscription.months)
    begun = [each for each in conditions if each.from_on <= period.start]
    holds = max(begun, key=lambda each: each.from_on) if begun else Conditions()
    return Terms(
        currency=subscription.currency,
        zone=subscription.time_zone,
        items=tuple(sorted(_items(subscription, rows, end=period.end), key=_place)),
        minimum=holds.minimum,
        discount_percent=holds.discount_percent,
        index=_index(holds),
        po_number=subscription.po_number or subscription.debtor.po_number,
    )


def tax_of(debtor: Debtor, *, on: date) -> TaxProfile:
    """How a debtor is charged VAT on a day: at the rates of the seller's country, or not at all by its treatment."""
    seller = debtor.legal_entity
    if debtor.treatment != Debtor.Treatment.DOMESTIC:
        return TaxProfile(
            treatment=cast(Treatment, debtor.treatment),
            seller_vat=seller.vat_number,
            buyer_vat=debtor.vat_number,
        )
    begun = TaxRate.objects.filter(country=seller.country, from_on__lte=on)
    newest = begun.order_by("category", "-from_on").distinct("category")
    rates = dict(newest.values_list("category", "percent"))
    return TaxProfile(rates=rates, seller_vat=seller.vat_number, buyer_vat=debtor.vat_number)


def _items(subscription: Subscription, rows: Iterable[SubscribedPrice], *, end: date) -> Iterator[Subscribed]:
    kept = parts(rows, currency=subscription.currency, trial_ends_on=subscription.trial_ends_on)
    for _, sub in kept:
        if sub.from_on < end:
            yield replace(sub, until_on=None) if sub.until_on and sub.until_on >= end else sub


def _place(sub: Subscribed) -> tuple[str, str, date]:
    return sub.item.service_line, sub.item.code, sub.from_on


def _index(holds: Conditions) -> Index | None:
    if holds.index_percent is None or holds.index_from_on is None:
        return None
    return Index(percent=holds.index_percent, from_on=holds.index_from_on)
