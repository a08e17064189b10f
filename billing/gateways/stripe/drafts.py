"""Which of Stripe's invoices an invoice of ours goes on: the one it went on before, the draft that waits, or a new one."""

from collections.abc import Sequence

import stripe

from billing.gateways.port import GatewayRefused, IssueOrder, NoDraft, NotYet
from billing.gateways.stripe.asking import once
from billing.gateways.stripe.catalogue import ours
from billing.gateways.stripe.subscriptions import OVER

FREE = frozenset({"draft", "open", "paid"})


def find(client: stripe.StripeClient, order: IssueOrder, *, key: str) -> stripe.Invoice:
    """The invoice at Stripe for this order. Raises NotYet where Stripe has not made the draft of the period yet, NoDraft, GatewayRefused."""
    held = _held(client, order)
    for invoice in held:
        if ours(invoice.metadata).get("invoice_id") == str(order.invoice_id) and invoice.status in FREE:
            return invoice
    if order.draft:
        return _named(client, order)
    return _oldest(client, held, order) if order.subscription else _made(client, order, key=key)


def _named(client: stripe.StripeClient, order: IssueOrder) -> stripe.Invoice:
    invoice = client.v1.invoices.retrieve(order.draft)
    if ours(invoice.metadata).get("invoice_id", str(order.invoice_id)) != str(order.invoice_id):
        raise GatewayRefused(reason="draft-taken", field="draft")
    return invoice


def _held(client: stripe.StripeClient, order: IssueOrder) -> Sequence[stripe.Invoice]:
    if order.subscription:
        found = client.v1.invoices.list({"subscription": order.subscription, "limit": 100})
    else:
        found = client.v1.invoices.list({"customer": order.customer, "limit": 100})
    return list(found.auto_paging_iter())


def _oldest(client: stripe.StripeClient, held: Sequence[stripe.Invoice], order: IssueOrder) -> stripe.Invoice:
    waiting = [invoice for invoice in held if _waits(invoice, order)]
    if not waiting:
        is_over = client.v1.subscriptions.retrieve(order.subscription).status in OVER
        raise NoDraft if is_over else NotYet
    # Who pays nothing at first begins with an invoice of nothing, which is final: a draft that waits comes before that.
    return min(
        waiting,
        key=lambda invoice: (invoice.status != "draft" and not invoice.total, invoice.created, invoice.id),
    )


def _waits(invoice: stripe.Invoice, order: IssueOrder) -> bool:
    if ours(invoice.metadata).get("invoice_id") or invoice.status not in FREE:
        return False
    # Only an invoice of nothing can be one of nothing that is final.
    return invoice.status == "draft" or bool(invoice.total) or not order.total


def _made(client: stripe.StripeClient, order: IssueOrder, *, key: str) -> stripe.Invoice:
    return client.v1.invoices.create(
        {
            "customer": order.customer,
            "currency": order.currency.lower(),
            "auto_advance": False,
            "collection_method": "charge_automatically",
            "pending_invoice_items_behavior": "exclude",
            "automatic_tax": {"enabled": False},
            "metadata": {"invoice_id": str(order.invoice_id), "debtor_id": str(order.debtor_id)},
        },
        once(key, "invoice"),
    )
