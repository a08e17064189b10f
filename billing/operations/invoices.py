"""What is asked of a gateway about invoices: to make them its own, to collect, to credit and to pay back."""

from datetime import datetime

from billing.actions.syncing import sync
from billing.collecting import ask_to_collect, known_means
from billing.edges import edge_of
from billing.gateways.choosing import gateway
from billing.gateways.port import Issued, IssueOrder, NoDraft, NotYet
from billing.models import GatewayCall, GatewayLink, Invoice
from billing.operations.known import Answer, keep_link, link_named, who_pays
from billing.queries.orders import (
    carrier,
    credit_order,
    empty_order,
    has_unissued,
    issue_order,
    linked,
    refund_order,
)


def issue(call: GatewayCall, at: datetime) -> Answer:
    """The invoice at the gateway, and then the money where the gateway keeps a means of payment."""
    invoice = _invoice(call)
    _require_turn(invoice)
    _require_no_page(invoice)
    issued = _issued(call, issue_order(invoice, customer=who_pays(call)))
    if issued is None:
        return {}
    keep_link(call, "invoice", issued.external_id, invoice.id)
    if issued.state == "paid":
        # What came in for it before we had an invoice is kept for the debtor until now.
        sync(call.gateway, "invoice", issued.external_id, at=at)
    elif gateway(call.gateway).capabilities.stored_methods:
        ask_to_collect(invoice, means=known_means(call.debtor_id, call.gateway), at=at)
    return {"invoice": issued.external_id, "state": issued.state, "page_url": issued.page_url}


def leave_draft_empty(call: GatewayCall, at: datetime) -> Answer:
    """The gateway's draft of a period for which nothing is asked; where it has none there is nothing to do."""
    invoice = _invoice(call)
    _require_turn(invoice)
    order = empty_order(invoice, customer=who_pays(call))
    if not order.subscription:
        return {}
    try:
        return {"invoice": gateway(call.gateway).issue(order, key=call.key).external_id}
    except NoDraft:
        return {}


def collect(call: GatewayCall, at: datetime) -> Answer:
    """The money of an invoice that is at the gateway."""
    got = gateway(call.gateway).collect(link_named(call, "invoice", "invoice_id"), key=call.key)
    return {"state": got.state, "page_url": got.page_url, "words": got.words}


def credit(call: GatewayCall, at: datetime) -> Answer:
    """A credit note on its invoice there. Raises NotYet while that is not there."""
    note = _invoice(call)
    held = linked(call.gateway, "invoice", ours_id=note.corrects_id)
    if not held:
        raise NotYet
    made = gateway(call.gateway).credit(credit_order(note, external_invoice=held), key=call.key)
    keep_link(call, "credit_note", made, note.id)
    return {"credit_note": made}


def refund(call: GatewayCall, at: datetime) -> Answer:
    """Money back, of a payment and of what is kept."""
    order = refund_order(call.payload, debtor_id=call.debtor_id, customer=who_pays(call))
    made = gateway(call.gateway).refund(order, key=call.key)
    keep_link(call, "refund", made, order.refund_id)
    return {"refund": made}


def _issued(call: GatewayCall, order: IssueOrder) -> Issued | None:
    """It on the draft that waits, or alone where none will come any more; None where that leaves nothing to ask for."""
    try:
        return gateway(call.gateway).issue(order, key=call.key)
    except NoDraft:
        return gateway(call.gateway).issue(order.alone(), key=call.key) if order.total else None


def _require_turn(invoice: Invoice) -> None:
    """Raises NotYet while an earlier invoice of the subscription is not on its draft: this one would take that."""
    of = invoice.subscription
    if of is None or carrier(invoice) is None:
        return
    earlier = of.invoices.filter(purpose=invoice.purpose, period_start_on__lt=invoice.period_start_on)
    if has_unissued(invoice.gateway, invoice.debtor_id, earlier):
        raise NotYet


def _require_no_page(invoice: Invoice) -> None:
    """Raises NotYet while a page is open, or filled in just now, on which the fees of this invoice are charged at once."""
    of = invoice.subscription
    held = carrier(invoice)
    if of is None or invoice.purpose != Invoice.Purpose.PERIOD or (held and held.state != "ended"):
        return
    pages = GatewayLink.objects.filter(gateway=invoice.gateway, kind="checkout", ours_id=of.id)
    for each in pages.filter(from_on=edge_of(invoice, of)).exclude(state__in=["expired", "gone"]):
        seen = gateway(invoice.gateway).fetch("checkout", each.external_id)
        if seen and seen.state != "expired":
            raise NotYet


def _invoice(call: GatewayCall) -> Invoice:
    of = Invoice.objects.select_related("debtor", "legal_entity", "subscription")
    found: Invoice = of.get(id=call.payload["invoice_id"], debtor=call.debtor_id)
    return found
