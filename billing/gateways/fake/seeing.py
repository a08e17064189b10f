"""The pretended gateway's objects as the port sees them."""

from collections.abc import Callable, Mapping
from typing import Any

from billing.gateways.fake.balance import kept_for
from billing.gateways.fake.paying import page_url, paid_at
from billing.gateways.fake.sums import net_and_vat
from billing.gateways.fake.world import every, marks
from billing.gateways.port import Kind, Seen, SeenPayment
from billing.models.fake import FakeObject


def seen(held: FakeObject) -> Seen:
    """It as it is now."""
    kind: Kind = held.kind  # type: ignore[assignment]
    body = held.body
    return Seen(
        kind=kind,
        external_id=held.id,
        state=held.state,
        livemode=False,
        amount=AMOUNTS.get(kind, _nothing)(body),
        owed=body.get("owed", 0) if kind == "invoice" else 0,
        currency=body.get("currency", ""),
        customer=held.id if kind == "customer" else held.customer,
        parent=held.parent,
        payments=_payments(held),
        ours=marks(held),
        mirror=MIRRORS.get(kind, _only_sums)(held),
    )


def _payments(held: FakeObject) -> tuple[SeenPayment, ...]:
    if held.kind == "payment":
        return (_payment(held),) if held.state == "paid" else ()
    if held.kind != "invoice":
        return ()
    return tuple(_payment(each) for each in every("payment", parent=held.id, state="paid"))


def _payment(held: FakeObject) -> SeenPayment:
    return SeenPayment(
        external_id=held.id,
        amount=held.body["amount"],
        currency=held.body["currency"],
        at=paid_at(held),
        refunded=held.body["refunded"],
    )


def _nothing(_body: Mapping[str, Any]) -> int:
    return 0


def _only_sums(_held: FakeObject) -> dict[str, Any]:
    return {}


def _fees(body: Mapping[str, Any]) -> int:
    """What a checkout comes to: its flat fees with VAT."""
    return sum(net_and_vat([*body["prices"], *body["once"]]))


AMOUNTS: Mapping[str, Callable[[Mapping[str, Any]], int]] = {
    "invoice": lambda body: int(body["total"]),
    "checkout": _fees,
    "payment": lambda body: int(body["amount"]),
    "refund": lambda body: int(body["amount"]),
    "credit_note": lambda body: int(body["total"]),
}
MIRRORS: Mapping[str, Callable[[FakeObject], dict[str, Any]]] = {
    "customer": lambda held: {"method": held.body.get("means", ""), "kept": kept_for(held)},
    "invoice": lambda held: {
        "number": held.number or "",
        "page_url": page_url(held.id),
        "attempts": held.body.get("attempts", 0),
        "balance_used": held.body.get("balance_used", 0),
    },
    "subscription": lambda held: {
        "held": held.body["held"],
        "ends": held.body["ends"],
        "period_ends_at": held.body["period_ends_at"],
    },
    "credit_note": lambda held: {
        "off_the_invoice": held.body["off_the_invoice"],
        "paid_back": held.body["paid_back"],
    },
}
