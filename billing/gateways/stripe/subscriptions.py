"""Subscriptions for the flat fees: how they begin, and that their drafts are held."""

from datetime import datetime

import stripe
from stripe.params import (
    SubscriptionCreateParams,
    SubscriptionUpdateParams,
)

from billing.gateways.port import SubscriptionOrder
from billing.gateways.stripe.asking import once
from billing.gateways.stripe.catalogue import Priced, ours, priced

DAY = 24 * 3600
HALF_A_DAY = DAY // 2
OVER = frozenset({"canceled", "incomplete_expired"})


def subscribe(client: stripe.StripeClient, order: SubscriptionOrder, *, key: str) -> str:
    """Start it with the means of payment that Stripe keeps; refused where that does not pay. Its drafts wait for us."""
    made = existing(client, order)
    if not made:
        made = client.v1.subscriptions.create(_ordered(client, order), once(key, "subscription")).id
    hold(client, made)
    return made


def existing(client: stripe.StripeClient, order: SubscriptionOrder) -> str:
    """The id of the subscription that an earlier attempt started, "" if none did or it is over."""
    held = client.v1.subscriptions.list({"customer": order.customer, "status": "all", "limit": 100})
    for subscription in held.auto_paging_iter():
        is_it = ours(subscription.metadata).get("subscription_id") == str(order.subscription_id)
        if is_it and subscription.status not in OVER:
            return subscription.id
    return ""


def hold(client: stripe.StripeClient, subscription: str) -> None:
    """Let Stripe keep every later draft as a draft: it would make it final within the hour, without our lines.

    The means of payment that a checkout ties to the subscription becomes the customer's: invoices outside the
    subscription are paid by that one, and the portal changes that one.
    """
    asked: SubscriptionUpdateParams = {"pause_collection": {"behavior": "keep_as_draft"}}
    held = client.v1.subscriptions.retrieve(subscription)
    if held.default_payment_method:
        means = str(held.default_payment_method)
        client.v1.customers.update(
            str(held.customer), {"invoice_settings": {"default_payment_method": means}}
        )
        asked["default_payment_method"] = ""
    client.v1.subscriptions.update(subscription, asked)


def seconds(at: datetime) -> int:
    """An instant as Stripe writes it: seconds since 1970 (UTC)."""
    return int(at.timestamp())


def noon(at: datetime) -> int:
    """The first noon (UTC) from an edge on: Stripe reckons months by days of UTC, and our midnight is mostly not of
    the same day there. At noon it is, the world over, so that an edge on the 1st stays on the 1st.
    """
    return -(-(seconds(at) - HALF_A_DAY) // DAY) * DAY + HALF_A_DAY


def begins_at(order: SubscriptionOrder) -> datetime | None:
    """When the fees are charged each interval from, where that is not at once."""
    return order.period_ends_at or order.anchor_at


def at_once(client: stripe.StripeClient, order: SubscriptionOrder) -> tuple[Priced, ...]:
    """What the first invoice carries once: the period that runs, where the intervals begin later, and fees of one time."""
    fees = (*(order.prices if order.period_ends_at else ()), *order.once)
    return priced(client, fees, currency=order.currency, interval=None) if fees else ()


def marks(order: SubscriptionOrder) -> dict[str, str]:
    """What we write on whatever belongs to this subscription."""
    return {"subscription_id": str(order.subscription_id), "debtor_id": str(order.debtor_id)}


def _ordered(client: stripe.StripeClient, order: SubscriptionOrder) -> SubscriptionCreateParams:
    items = priced(client, order.prices, currency=order.currency, interval=order.interval)
    asked: SubscriptionCreateParams = {
        "customer": order.customer,
        "currency": order.currency.lower(),
        "items": [
            {"price": item.price, "quantity": item.quantity, "tax_rates": list(item.tax_rates)}
            for item in items
        ],
        "billing_mode": {"type": "flexible"},
        "collection_method": "charge_automatically",
        "payment_behavior": "error_if_incomplete",
        "proration_behavior": "none",
        "automatic_tax": {"enabled": False},
        "off_session": True,
        "metadata": marks(order),
    }
    begins = begins_at(order)
    if begins:
        asked["billing_cycle_anchor"] = noon(begins)
    once_only = at_once(client, order)
    if once_only:
        asked["add_invoice_items"] = [
            {"price": item.price, "quantity": item.quantity, "tax_rates": list(item.tax_rates)}
            for item in once_only
        ]
    if order.trial_ends_at:
        asked["trial_end"] = noon(order.trial_ends_at)
    return asked
