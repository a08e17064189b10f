"""Invoices, payments, credit notes and refunds of Stripe's as the port sees them."""

from datetime import UTC, datetime

import stripe

from billing.gateways.port import Seen, SeenPayment
from billing.gateways.stripe.catalogue import ours
from billing.gateways.stripe.collecting import PAID_BACK
from billing.gateways.stripe.shapes import currency, id_of

PAYMENT = {"paid": "paid", "open": "open", "canceled": "cancelled"}
REFUND = {"succeeded": "paid", "failed": "failed", "canceled": "failed"}


def invoice(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    held = client.v1.invoices.retrieve(external_id, {"expand": ["payments"]})
    details = held.parent.subscription_details if held.parent else None
    return Seen(
        kind="invoice",
        external_id=held.id,
        state=held.status or "draft",
        livemode=held.livemode,
        amount=held.total,
        owed=held.amount_remaining,
        currency=currency(held.currency),
        customer=id_of(held.customer),
        parent=id_of(details.subscription) if details else "",
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
    intent = id_of(payment.payment.payment_intent)
    refunds = (
        client.v1.refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter() if intent else ()
    )
    return SeenPayment(
        external_id=payment.id,
        amount=payment.amount_paid or 0,
        currency=currency(payment.currency),
        at=datetime.fromtimestamp(payment.status_transitions.paid_at or payment.created, UTC),
        refunded=sum(refund.amount for refund in refunds if refund.status in PAID_BACK),
    )


def payment(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    payment = client.v1.invoice_payments.retrieve(external_id)
    paid = payment.status == "paid"
    return Seen(
        kind="payment",
        external_id=payment.id,
        state=PAYMENT.get(payment.status, payment.status),
        livemode=payment.livemode,
        amount=payment.amount_paid or payment.amount_requested,
        currency=currency(payment.currency),
        parent=id_of(payment.invoice),
        payments=(_paid(client, payment),) if paid else (),
    )


def credit_note(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    note = client.v1.credit_notes.retrieve(external_id)
    return Seen(
        kind="credit_note",
        external_id=note.id,
        state=note.status,
        livemode=note.livemode,
        amount=note.total,
        currency=currency(note.currency),
        customer=id_of(note.customer),
        parent=id_of(note.invoice),
        ours=ours(note.metadata),
        mirror={"off_the_invoice": note.pre_payment_amount, "paid_back": note.post_payment_amount},
    )


def refund(client: stripe.StripeClient, external_id: str, livemode: bool) -> Seen:
    refund = client.v1.refunds.retrieve(external_id)
    return Seen(
        kind="refund",
        external_id=refund.id,
        state=REFUND.get(refund.status or "", "pending"),
        livemode=livemode,
        amount=refund.amount,
        currency=currency(refund.currency),
        parent=_payment_of(client, id_of(refund.payment_intent)),
        ours=ours(refund.metadata),
    )


def _payment_of(client: stripe.StripeClient, intent: str) -> str:
    if not intent:
        return ""
    found = client.v1.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": intent}}
    ).data
    return found[0].id if found else ""
