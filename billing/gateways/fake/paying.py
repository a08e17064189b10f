"""Pretended money: what comes of charging, of paying on the page, and of paying back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from billing.gateways.fake.balance import pay_out
from billing.gateways.fake.world import World, every, known
from billing.gateways.port import Collected, GatewayRefused, RefundOrder
from billing.models.fake import FakeObject
from tenants.queries import canonical_url


def page_url(external_id: str) -> str:
    """The page on which somebody can pay, or fill in a checkout."""
    return canonical_url(None, f"/dev/pay/{external_id}/")


def collect(world: World, external_invoice: str) -> Collected:
    """Charge the means of payment that is kept; an invoice that is paid stays so. Raises GatewayRefused."""
    invoice = known("invoice", external_invoice)
    if invoice is None or invoice.state not in ("open", "paid"):
        raise GatewayRefused(reason="no-open-invoice")
    if invoice.state == "paid":
        return Collected(state="paid", payment_id=_payment_of(invoice))
    return charge(world, invoice, _means(invoice))


def charge(world: World, invoice: FakeObject, means: str) -> Collected:
    """What comes of a means of payment: it pays, declines, asks its owner, or the money is on its way."""
    return OUTCOMES.get(means, _nothing_kept)(world, invoice)


def arrive(world: World, payment: FakeObject) -> None:
    """Money that was on its way is there."""
    invoice = known("invoice", payment.parent)
    if invoice is not None:
        _settle(world, invoice, payment)


def refund(world: World, order: RefundOrder) -> str:
    """Pay back a part of a payment, once; what of it was kept for the customer goes off that.

    Raises GatewayRefused where more would go back than came in, or than is kept.
    """
    if made := every("refund", ours_id=str(order.refund_id)).first():
        return made.id
    payment = known("payment", order.payment_id)
    if payment is None or order.amount > payment.body["amount"] - payment.body["refunded"]:
        raise GatewayRefused(reason="more-than-paid", field="amount")
    pay_out(world, payment.customer, order.from_balance)
    ours = {"debtor_id": str(order.debtor_id), **order.ours}
    return _refunded(world, payment, order.amount, ours_id=str(order.refund_id), ours=ours).id


def pay_back(world: World, invoice: FakeObject, amount: int) -> None:
    """Pay back what a credit note leaves, from the payments of its invoice. Raises GatewayRefused."""
    for payment in every("payment", parent=invoice.id, state="paid"):
        part = min(amount, payment.body["amount"] - payment.body["refunded"])
        if part:
            _refunded(world, payment, part)
            amount -= part
    if amount:
        raise GatewayRefused(reason="more-than-paid", field="amount")


def _pays(world: World, invoice: FakeObject) -> Collected:
    payment = _payment(world, invoice, "open")
    _settle(world, invoice, payment)
    return Collected(state="paid", payment_id=payment.id, page_url=page_url(invoice.id))


def _waits(world: World, invoice: FakeObject) -> Collected:
    if not every("payment", parent=invoice.id, state="open").exists():
        _payment(world, invoice, "open")
    return Collected(state="pending", page_url=page_url(invoice.id))


def _declines(world: World, invoice: FakeObject) -> Collected:
    _failed(world, invoice, "invoice.payment_failed")
    return Collected(state="declined", page_url=page_url(invoice.id), words=_("The card was declined."))


def _asks(world: World, invoice: FakeObject) -> Collected:
    _failed(world, invoice, "invoice.payment_action_required")
    return Collected(
        state="action_needed", page_url=page_url(invoice.id), words=_("The bank asks its owner to confirm.")
    )


def _nothing_kept(world: World, invoice: FakeObject) -> Collected:
    return Collected(
        state="action_needed", page_url=page_url(invoice.id), words=_("No means of payment is kept.")
    )


OUTCOMES: Mapping[str, Callable[[World, FakeObject], Collected]] = {
    "pays": _pays,
    "waits": _waits,
    "declines": _declines,
    "asks": _asks,
}


def _means(invoice: FakeObject) -> str:
    customer = known("customer", invoice.customer)
    return str(customer.body.get("means", "")) if customer else ""


def _payment(world: World, invoice: FakeObject, state: str) -> FakeObject:
    body = {"amount": invoice.body["owed"], "currency": invoice.body["currency"], "refunded": 0}
    return world.add("payment", state, customer=invoice.customer, parent=invoice.id, body=body)


def _settle(world: World, invoice: FakeObject, payment: FakeObject) -> None:
    payment.state = "paid"
    payment.body["at"] = world.now.isoformat()
    world.keep(payment, told="payment.paid")
    invoice.body["owed"] = max(invoice.body["owed"] - payment.body["amount"], 0)
    invoice.state = "open" if invoice.body["owed"] else "paid"
    world.keep(invoice, told="invoice.paid")
    _set_dunning(world, invoice, "active")


def _failed(world: World, invoice: FakeObject, told: str) -> None:
    invoice.body["attempts"] = invoice.body.get("attempts", 0) + 1
    world.keep(invoice, told=told)
    _set_dunning(world, invoice, "past_due")


def _set_dunning(world: World, invoice: FakeObject, state: str) -> None:
    """The subscription follows its invoices: past due while one is not paid."""
    subscription = known("subscription", invoice.parent)
    if subscription and subscription.state in {"active", "past_due"} - {state}:
        subscription.state = state
        world.keep(subscription)


def _refunded(
    world: World,
    payment: FakeObject,
    amount: int,
    *,
    ours_id: str = "",
    ours: Mapping[str, str] | None = None,
) -> FakeObject:
    payment.body["refunded"] += amount
    world.keep(payment)
    body = {"amount": amount, "currency": payment.body["currency"], "ours": dict(ours or {})}
    made = world.add(
        "refund", "paid", customer=payment.customer, parent=payment.id, ours_id=ours_id, body=body
    )
    if invoice := known("invoice", payment.parent):
        world.keep(invoice)
    return made


def _payment_of(invoice: FakeObject) -> str:
    paid = every("payment", parent=invoice.id, state="paid").first()
    return paid.id if paid else ""


def paid_at(payment: FakeObject) -> datetime:
    """When its money was there."""
    return datetime.fromisoformat(payment.body["at"])
