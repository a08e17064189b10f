"""Asking for the money of a final invoice, and giving money back."""

import stripe

from billing.gateways.port import Collected, GatewayRefused, RefundOrder
from billing.gateways.stripe.asking import MISSING, once, refused
from billing.gateways.stripe.catalogue import ours

ASKS_A_PERSON = frozenset(
    {
        "authentication_required",
        "invoice_payment_intent_requires_action",
        "subscription_payment_intent_requires_action",
    }
)
PAID_BACK = frozenset({"succeeded", "pending", "requires_action"})


def collect(client: stripe.StripeClient, external_invoice: str, *, key: str) -> Collected:
    """Charge the means of payment that Stripe keeps; a key stands for one attempt, and its answer is repeated."""
    invoice = client.v1.invoices.retrieve(external_invoice, {"expand": ["payments"]})
    if invoice.status == "open":
        return _charged(client, invoice, key=key)
    if invoice.status != "paid":
        raise GatewayRefused(reason=f"invoice-{invoice.status}")
    return Collected(state="paid", payment_id=_payment(invoice))


def refund(client: stripe.StripeClient, order: RefundOrder, *, key: str) -> str:
    """The id of the refund of a payment, made once; what of it stood on the customer's balance goes off that."""
    refunded = _refunded(client, order, key=key)
    if order.from_balance:
        _off_the_balance(client, order, key=key)
    return refunded


def _refunded(client: stripe.StripeClient, order: RefundOrder, *, key: str) -> str:
    intent = _intent(client, order.payment_id)
    for made in client.v1.refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter():
        if ours(made.metadata).get("refund_id") == str(order.refund_id) and made.status in PAID_BACK:
            return made.id
    if order.from_balance:
        _require_balance(client, order)
    return client.v1.refunds.create(
        {
            "payment_intent": intent,
            "amount": order.amount,
            "reason": "requested_by_customer",
            "metadata": {**order.ours, "refund_id": str(order.refund_id), "debtor_id": str(order.debtor_id)},
        },
        once(key, "refund"),
    ).id


def _require_balance(client: stripe.StripeClient, order: RefundOrder) -> None:
    balance = client.v1.customers.retrieve(order.customer).balance or 0
    if -balance < order.from_balance:
        raise GatewayRefused(reason="balance-used", field="amount")


def _off_the_balance(client: stripe.StripeClient, order: RefundOrder, *, key: str) -> None:
    held = client.v1.customers.balance_transactions.list(order.customer, {"limit": 100}).auto_paging_iter()
    if any(ours(each.metadata).get("refund_id") == str(order.refund_id) for each in held):
        return
    client.v1.customers.balance_transactions.create(
        order.customer,
        {
            "amount": order.from_balance,
            "currency": order.currency.lower(),
            "metadata": {"refund_id": str(order.refund_id), "debtor_id": str(order.debtor_id)},
        },
        once(key, "balance"),
    )


def _charged(client: stripe.StripeClient, invoice: stripe.Invoice, *, key: str) -> Collected:
    page = invoice.hosted_invoice_url or ""
    try:
        paid = client.v1.invoices.pay(
            invoice.id, {"off_session": True, "expand": ["payments"]}, once(key, "pay")
        )
    except stripe.CardError as error:
        return Collected(
            state="action_needed" if error.code in ASKS_A_PERSON else "declined",
            page_url=page,
            words=error.user_message or "",
        )
    except stripe.InvalidRequestError as error:
        if error.code == MISSING:
            raise refused(error) from error
        # No means of payment is kept: whoever opens the page can give one.
        return Collected(state="action_needed", page_url=page, words=error.user_message or "")
    return Collected(
        state="paid" if paid.status == "paid" else "pending", payment_id=_payment(paid), page_url=page
    )


def _payment(invoice: stripe.Invoice) -> str:
    payments = invoice.payments.data if invoice.payments else []
    return next((payment.id for payment in payments if payment.status == "paid"), "")


def _intent(client: stripe.StripeClient, payment: str) -> str:
    intent = client.v1.invoice_payments.retrieve(payment).payment.payment_intent
    if intent is None:
        raise GatewayRefused(reason="payment-not-refundable", field="payment_id")
    return intent if isinstance(intent, str) else intent.id
