"""Stripe's objects as the port sees them: what they are like now, in our words."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from billing.gateways.port import Kind, Seen, SeenPayment
from billing.gateways.stripe.asking import is_missing
from billing.gateways.stripe.catalogue import ours
from billing.gateways.stripe.collecting import PAID_BACK
from billing.gateways.stripe.means import means_of_payment

SUBSCRIPTION = {
    "incomplete": "waiting",
    "incomplete_expired": "ended",
    "canceled": "ended",
}
PAYMENT = {"paid": "paid", "open": "open", "canceled": "cancelled"}
REFUND = {"succeeded": "paid", "failed": "failed", "canceled": "failed"}


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
        currency=_currency(session.currency),
        customer=_id(session.customer),
        parent=_id(session.subscription),
        ours=ours(session.metadata),
        mirror={"invoice": _id(session.invoice), "payment_status": session.payment_status},
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
        currency=_currency(held.currency),
        customer=_id(held.customer),
        ours=ours(held.metadata),
        mirror={
            "held": bool(paused),
            "ends": "at_period_end" if held.cancel_at_period_end else "never",
            "period_starts_at": min((item.current_period_start for item in items), default=None),
            "period_ends_at": max((item.current_period_end for item in items), default=None),
            "latest_invoice": _id(held.latest_invoice),
            "method": means_of_payment(held.default_payment_method),
        },
    )


def _invoice(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    held = client.v1.invoices.retrieve(external_id, {"expand": ["payments"]})
    details = held.parent.subscription_details if held.parent else None
    return Seen(
        kind="invoice",
        external_id=held.id,
        state=held.status or "draft",
        livemode=held.livemode,
        amount=held.total,
        owed=held.amount_remaining,
        currency=_currency(held.currency),
        customer=_id(held.customer),
        parent=_id(details.subscription) if details else "",
        payments=_payments(client, held),
        ours=ours(held.metadata),
        mirror={
            "number": held.number or "",
            "reason": held.billing_reason or "",
            "page_url": held.hosted_invoice_url or "",
            "attempts": held.attempt_count,
            "next_attempt_at": held.next_payment_attempt,
            "created_at": held.created,
            "balance_used": (held.ending_balance or 0) - held.starting_balance,
        },
    )


def _payments(client: stripe.StripeClient, invoice: stripe.Invoice) -> tuple[SeenPayment, ...]:
    held = invoice.payments.auto_paging_iter() if invoice.payments else ()
    return tuple(_paid(client, payment) for payment in held if payment.status == "paid")


def _paid(client: stripe.StripeClient, payment: stripe.InvoicePayment) -> SeenPayment:
    intent = _id(payment.payment.payment_intent)
    refunds = (
        client.v1.refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter() if intent else ()
    )
    return SeenPayment(
        external_id=payment.id,
        amount=payment.amount_paid or 0,
        currency=_currency(payment.currency),
        at=datetime.fromtimestamp(payment.status_transitions.paid_at or payment.created, UTC),
        refunded=sum(refund.amount for refund in refunds if refund.status in PAID_BACK),
    )


def _payment(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    payment = client.v1.invoice_payments.retrieve(external_id)
    paid = payment.status == "paid"
    return Seen(
        kind="payment",
        external_id=payment.id,
        state=PAYMENT.get(payment.status, payment.status),
        livemode=payment.livemode,
        amount=payment.amount_paid or payment.amount_requested,
        currency=_currency(payment.currency),
        parent=_id(payment.invoice),
        payments=(_paid(client, payment),) if paid else (),
    )


def _credit_note(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    note = client.v1.credit_notes.retrieve(external_id)
    return Seen(
        kind="credit_note",
        external_id=note.id,
        state=note.status,
        livemode=note.livemode,
        amount=note.total,
        currency=_currency(note.currency),
        customer=_id(note.customer),
        parent=_id(note.invoice),
        ours=ours(note.metadata),
        mirror={"off_the_invoice": note.pre_payment_amount, "paid_back": note.post_payment_amount},
    )


def _refund(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    refund = client.v1.refunds.retrieve(external_id)
    return Seen(
        kind="refund",
        external_id=refund.id,
        state=REFUND.get(refund.status or "", "pending"),
        livemode=livemode,
        amount=refund.amount,
        currency=_currency(refund.currency),
        parent=_payment_of(client, _id(refund.payment_intent)),
        ours=ours(refund.metadata),
    )


def _payment_of(client: stripe.StripeClient, intent: str) -> str:
    if not intent:
        return ""
    found = client.v1.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": intent}}
    ).data
    return found[0].id if found else ""


def _id(given: Any) -> str:
    """The id of what Stripe gives as an id or, expanded, as an object."""
    return str(given if isinstance(given, str) else getattr(given, "id", "") or "")


def _currency(given: str | None) -> str:
    return (given or "").upper()


LOOKS: Mapping[Kind, Callable[[stripe.StripeClient, str, bool], Seen]] = {
    "customer": _customer,
    "checkout": _checkout,
    "subscription": _subscription,
    "invoice": _invoice,
    "payment": _payment,
    "credit_note": _credit_note,
    "refund": _refund,
}
