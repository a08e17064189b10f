"""What each operation asks of a gateway, and what we keep of its answer; every one may be repeated."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.syncing import sync
from billing.asked_fees import note
from billing.at_once import finalise_what_is_charged
from billing.collecting import ask_to_collect, known_means
from billing.edges import edge_of
from billing.gateways.choosing import gateway
from billing.gateways.port import GatewayRefused, NoDraft, NotYet
from billing.linking import Name, link
from billing.models import Debtor, GatewayCall, GatewayLink, Invoice, Subscription
from billing.queries.beginnings import beginning, change_order
from billing.queries.orders import (
    carrier,
    credit_order,
    empty_order,
    issue_order,
    linked,
    party,
    refund_order,
)

Answer = dict[str, Any]
Operation = Callable[[GatewayCall, datetime], Answer]


class UnknownOperation(GatewayRefused):
    """A call asks for something that nobody here knows how to ask."""

    code = "unknown-operation"
    words = _("Nobody here knows how to ask for this.")


def _make_known(call: GatewayCall, at: datetime) -> Answer:
    return {"customer": _known_as(call)}


def _issue(call: GatewayCall, at: datetime) -> Answer:
    """The invoice at the gateway, and then the money where the gateway keeps a means of payment."""
    invoice = _invoice(call)
    asked = gateway(call.gateway)
    _require_no_page(invoice)
    order = issue_order(invoice, customer=_known_as(call))
    try:
        issued = asked.issue(order, key=call.key)
    except NoDraft:
        if not invoice.total:
            return {}
        issued = asked.issue(order.alone(), key=call.key)
    _link(call, "invoice", issued.external_id, invoice.id)
    if (
        issued.state == "paid"
    ):  # what came in for it before we had an invoice is kept for the debtor until now
        sync(call.gateway, "invoice", issued.external_id, at=at)
    if asked.capabilities.stored_methods and issued.state == "open":
        ask_to_collect(invoice, means=known_means(call.debtor_id, call.gateway), at=at)
    return {"invoice": issued.external_id, "state": issued.state, "page_url": issued.page_url}


def _leave_draft_empty(call: GatewayCall, at: datetime) -> Answer:
    """The gateway's draft of a period for which nothing is asked; where it has none there is nothing to do."""
    order = empty_order(_invoice(call), customer=_known_as(call))
    if not order.subscription:
        return {}
    try:
        return {"invoice": gateway(call.gateway).issue(order, key=call.key).external_id}
    except NoDraft:
        return {}


def _collect(call: GatewayCall, at: datetime) -> Answer:
    got = gateway(call.gateway).collect(_linked(call, "invoice", "invoice_id"), key=call.key)
    return {"state": got.state, "page_url": got.page_url, "words": got.words}


def _credit(call: GatewayCall, at: datetime) -> Answer:
    note = _invoice(call)
    held = linked(call.gateway, "invoice", ours_id=note.corrects_id)
    if not held:
        raise NotYet
    made = gateway(call.gateway).credit(credit_order(note, external_invoice=held), key=call.key)
    _link(call, "credit_note", made, note.id)
    return {"credit_note": made}


def _refund(call: GatewayCall, at: datetime) -> Answer:
    order = refund_order(call.payload, debtor_id=call.debtor_id, customer=_known_as(call))
    made = gateway(call.gateway).refund(order, key=call.key)
    _link(call, "refund", made, order.refund_id)
    return {"refund": made}


def _subscribe(call: GatewayCall, at: datetime) -> Answer:
    of = _subscription(call)
    begins = beginning(of, customer=_known_as(call), at=at)
    note(call, begins.order.prices)
    made = gateway(call.gateway).subscribe(begins.order, key=call.key)
    call.payload["of"] = made
    call.save(update_fields=["payload"])
    _link(call, "subscription", made, of.id, from_on=begins.from_on)
    finalise_what_is_charged(of.id, from_on=begins.from_on, at=at)
    return {"subscription": made}


def _change_subscription(call: GatewayCall, at: datetime) -> Answer:
    """Make it as ours is now, for the next invoice that the gateway draws up."""
    held = _linked(call, "subscription", "subscription_id")
    order = change_order(_subscription(call), external_id=held, at=at)
    note(call, order.prices)
    gateway(call.gateway).change_subscription(order, key=call.key)
    return {"subscription": held}


def _cancel_subscription(call: GatewayCall, at: datetime) -> Answer:
    held = _linked(call, "subscription", "subscription_id")
    gateway(call.gateway).cancel_subscription(held, key=call.key)
    return {"subscription": held}


def _hold_drafts(call: GatewayCall, at: datetime) -> Answer:
    gateway(call.gateway).hold_drafts(call.payload["subscription"], key=call.key)
    return {"subscription": call.payload["subscription"]}


def carry_out(call: GatewayCall, *, at: datetime) -> Answer:
    """Ask for it. Raises what the gateway raises, and UnknownOperation."""
    if call.operation not in OPERATIONS:
        raise UnknownOperation
    return OPERATIONS[call.operation](call, at)


def known_as(debtor: Debtor, gateway_name: str) -> str:
    """The gateway's id of a debtor, made or brought up to date; what is the same already is asked with the same key."""
    known = linked(gateway_name, "customer", debtor_id=debtor.pk)
    order = party(debtor, external_id=known)
    told = sha256(repr(order).encode()).hexdigest()[:16]
    customer = gateway(gateway_name).ensure_customer(order, key=f"debtor:{debtor.pk}:{told}")
    opened = gateway(gateway_name)
    link(Name(gateway_name, "customer", customer), debtor_id=debtor.pk, livemode=opened.livemode)
    return customer


def _known_as(call: GatewayCall) -> str:
    return known_as(call.debtor, call.gateway)


def _link(
    call: GatewayCall, kind: Any, external_id: str, ours_id: UUID, *, from_on: date | None = None
) -> None:
    name, livemode = Name(call.gateway, kind, external_id), gateway(call.gateway).livemode
    link(name, debtor_id=call.debtor_id, ours_id=ours_id, from_on=from_on, livemode=livemode)


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


def _linked(call: GatewayCall, kind: str, named: str) -> str:
    held = linked(call.gateway, kind, ours_id=UUID(call.payload[named]))
    if not held:
        raise NotYet
    return held


def _invoice(call: GatewayCall) -> Invoice:
    of = Invoice.objects.select_related("debtor", "legal_entity", "subscription")
    found: Invoice = of.get(id=call.payload["invoice_id"], debtor=call.debtor_id)
    return found


def _subscription(call: GatewayCall) -> Subscription:
    of = Subscription.objects.select_related("debtor__legal_entity")
    found: Subscription = of.get(id=call.payload["subscription_id"], debtor=call.debtor_id)
    return found


OPERATIONS: Mapping[str, Operation] = {
    "ensure_customer": _make_known,
    "issue": _issue,
    "leave_draft_empty": _leave_draft_empty,
    "collect": _collect,
    "credit": _credit,
    "refund": _refund,
    "subscribe": _subscribe,
    "change_subscription": _change_subscription,
    "cancel_subscription": _cancel_subscription,
    "hold_drafts": _hold_drafts,
}
