"""Stripe's objects as the port sees them: what they are like now, in our words."""

from collections.abc import Callable, Mapping

import stripe

from billing.gateways.port import Kind, Seen
from billing.gateways.stripe import seeing_money
from billing.gateways.stripe.asking import is_missing
from billing.gateways.stripe.catalogue import ours
from billing.gateways.stripe.means import means_of_payment
from billing.gateways.stripe.shapes import currency, id_of

SUBSCRIPTION = {
    "incomplete": "waiting",
    "incomplete_expired": "ended",
    "canceled": "ended",
}


def fetch(client: stripe.StripeClient, kind: Kind, external_id: str, *, livemode: bool) -> Seen | None:
    """The object as it is now; None where Stripe knows none by this id."""
    try:
        return LOOKS[kind](client, external_id, livemode)
    except stripe.InvalidRequestError as error:
        if is_missing(error):
            return None
        raise


def _customer(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    customer = client.v1.customers.retrieve(
        external_id, {"expand": ["invoice_settings.default_payment_method"]}
    )
    if getattr(customer, "deleted", False):
        return Seen(kind="customer", external_id=customer.id, state="gone", livemode=livemode)
    settings = customer.invoice_settings
    return Seen(
        kind="customer",
        external_id=customer.id,
        state="active",
        livemode=customer.livemode,
        customer=customer.id,
        ours=ours(customer.metadata),
        mirror={
            "balance": customer.balance or 0,
            "delinquent": bool(customer.delinquent),
            "method": means_of_payment(settings.default_payment_method if settings else None),
        },
    )


def _checkout(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    session = client.v1.checkout.sessions.retrieve(external_id)
    return Seen(
        kind="checkout",
        external_id=session.id,
        state=session.status or "open",
        livemode=session.livemode,
        amount=session.amount_total or 0,
        currency=currency(session.currency),
        customer=id_of(session.customer),
        parent=id_of(session.subscription),
        ours=ours(session.metadata),
        mirror={"invoice": id_of(session.invoice), "payment_status": session.payment_status},
    )


def _subscription(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    held = client.v1.subscriptions.retrieve(external_id, {"expand": ["default_payment_method"]})
    items = held["items"]["data"]
    paused = held.pause_collection.behavior if held.pause_collection else ""
    state = SUBSCRIPTION.get(held.status, held.status)
    return Seen(
        kind="subscription",
        external_id=held.id,
        state="paused" if paused == "void" and state == "active" else state,
        livemode=held.livemode,
        currency=currency(held.currency),
        customer=id_of(held.customer),
        ours=ours(held.metadata),
        mirror={
            "held": bool(paused),
            "ends": "at_period_end" if held.cancel_at_period_end else "never",
            "period_starts_at": min((item.current_period_start for item in items), default=None),
            "period_ends_at": max((item.current_period_end for item in items), default=None),
            "latest_invoice": id_of(held.latest_invoice),
            "method": means_of_payment(held.default_payment_method),
        },
    )


LOOKS: Mapping[Kind, Callable[[stripe.StripeClient, str, bool], Seen]] = {
    "customer": _customer,
    "checkout": _checkout,
    "subscription": _subscription,
    "invoice": seeing_money.invoice,
    "payment": seeing_money.payment,
    "credit_note": seeing_money.credit_note,
    "refund": seeing_money.refund,
}
