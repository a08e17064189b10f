"""What follows from an object at a gateway as it is now: each effect is known by the gateway's id of what it stands for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from billing.actions.balances import use_balance, use_payments
from billing.actions.payments import take_payment
from billing.at_once import finalise_what_is_charged
from billing.calling import ask
from billing.collecting import ask_again
from billing.gateways.port import Seen
from billing.linking import Name, link
from billing.models import GatewayCall, GatewayLink, Invoice, Payment
from billing.periods import day_of

Effect = Callable[[GatewayLink, Seen, datetime], None]


def _invoice(held: GatewayLink, seen: Seen, at: datetime) -> None:
    """Money that came in for it is written down; a draft of the gateway's is what an invoice of ours may wait for."""
    ours = _final(held.ours_id)
    for paid in seen.payments:
        if paid.amount:
            take_payment(
                held.debtor,
                gateway=held.gateway,
                external_id=paid.external_id,
                amount=paid.amount,
                currency=paid.currency,
                received_on=day_of(paid.at, zone=held.debtor.time_zone),
                payer=held.debtor.legal_name,
                reference=str(seen.mirror.get("number") or seen.external_id),
                invoice=ours,
                at=at,
            )
    if ours and ours.owed > 0 and seen.payments:
        use_payments(ours, [paid.external_id for paid in seen.payments], at=at)
    if ours and (used := int(seen.mirror.get("balance_used") or 0)) > 0:
        use_balance(ours, used=used, at=at)
    if seen.state == "draft":
        waiting = GatewayCall.objects.filter(debtor=held.debtor_id, gateway=held.gateway, operation="issue")
        waiting.filter(state=GatewayCall.State.PENDING, next_at__gt=at).update(next_at=at)


def _refund(held: GatewayLink, seen: Seen, at: datetime) -> None:
    """Money that went back is written down; if it did not arrive after all, that it came back."""
    if seen.state == "paid":
        _went_back(held, seen, held.external_id, -seen.amount, at)
    elif seen.state == "failed" and _known(held, held.external_id):
        _went_back(held, seen, f"{held.external_id}:failed", seen.amount, at)


def _went_back(held: GatewayLink, seen: Seen, external_id: str, amount: int, at: datetime) -> None:
    paid = _known(held, seen.parent)
    settled = paid.allocations.order_by("at").values_list("invoice", flat=True).first() if paid else None
    take_payment(
        held.debtor,
        gateway=held.gateway,
        external_id=external_id,
        amount=amount,
        currency=seen.currency,
        received_on=day_of(at, zone=held.debtor.time_zone),
        payer=held.debtor.legal_name,
        reference=seen.parent,
        invoice=_final(settled),
        at=at,
    )


def _checkout(held: GatewayLink, seen: Seen, at: datetime) -> None:
    """Once it is complete its subscription is ours, and the gateway is asked to let its drafts wait for us.

    What was charged on the page is final with us too: it is not changed by what is agreed later.
    """
    if seen.state != "complete" or not seen.parent:
        return
    name = Name(held.gateway, "subscription", seen.parent)
    link(
        name,
        debtor_id=held.debtor_id,
        ours_id=held.ours_id,
        from_on=held.from_on,
        livemode=seen.livemode,
    )
    _hold(held, seen.parent, at)
    if held.ours_id and held.from_on:
        finalise_what_is_charged(held.ours_id, from_on=held.from_on, at=at)


def _subscription(held: GatewayLink, seen: Seen, at: datetime) -> None:
    """Nobody holds it yet: what told that its page was filled in was lost, or comes later."""
    if seen.state != "ended" and not seen.mirror.get("held"):
        _hold(held, held.external_id, at)


def _hold(held: GatewayLink, subscription: str, at: datetime) -> None:
    ask(
        held.gateway,
        "hold_drafts",
        key=f"hold:{subscription}",
        debtor_id=held.debtor_id,
        payload={"subscription": subscription},
        at=at,
    )


def _means(held: GatewayLink, seen: Seen, at: datetime) -> None:
    """Other means of payment are tried on what the old ones did not pay."""
    if means := seen.mirror.get("method"):
        ask_again(held, means=means, at=at)


def _known(held: GatewayLink, external_id: str) -> Payment | None:
    return Payment.objects.filter(gateway=held.gateway, external_id=external_id).first()


def _final(invoice_id: UUID | None) -> Invoice | None:
    if invoice_id is None:
        return None
    final = Invoice.objects.filter(id=invoice_id, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE)
    return final.first()


EFFECTS: Mapping[str, Effect] = {
    "customer": _means,
    "checkout": _checkout,
    "subscription": _subscription,
    "invoice": _invoice,
    "refund": _refund,
}
