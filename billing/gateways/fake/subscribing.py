"""Pretended subscriptions as they begin, on a page or by us: with their first period, and what is due at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from billing.gateways.fake import invoicing
from billing.gateways.fake.paying import charge, page_url
from billing.gateways.fake.sums import line_of
from billing.gateways.fake.world import World, every, known
from billing.gateways.port import (
    CheckoutOrder,
    FlatPrice,
    GatewayRefused,
    Page,
    SubscriptionOrder,
)
from billing.models.fake import FakeObject
from billing.periods import months_after

MONTHS = {"month": 1, "year": 12}
OPEN_FOR = timedelta(hours=24)


def subscribe(world: World, order: SubscriptionOrder) -> str:
    """Start it with the means of payment that is kept; refused where that does not pay. Its drafts wait for us."""
    if made := existing(str(order.subscription_id)):
        return made.id
    customer = known("customer", order.customer)
    means = str(customer.body.get("means", "")) if customer else ""
    begun = begin(world, _wanted(order), customer=order.customer, ours_id=str(order.subscription_id))
    begun.body["held"] = True
    if not first_invoice(world, begun, means):
        raise GatewayRefused(reason="card_declined")
    world.keep(begun)
    return begun.id


def start_checkout(world: World, order: CheckoutOrder) -> Page:
    """A page to subscribe on; those opened before for the same subscription are closed. Raises GatewayRefused."""
    ours_id = str(order.subscription.subscription_id)
    if existing(ours_id):
        raise GatewayRefused(reason="already-subscribed")
    for other in every("checkout", ours_id=ours_id, state="open"):
        other.state = "expired"
        world.keep(other, told="checkout.expired")
    wanted = _wanted(order.subscription) | {
        "done_url": order.done_url, "back_url": order.back_url, "language": order.language,
        "expires_at": (world.now + OPEN_FOR).isoformat(),
    }  # fmt: skip
    page = world.add("checkout", "open", customer=order.subscription.customer, ours_id=ours_id, body=wanted)
    return Page(external_id=page.id, url=page_url(page.id))


def fill_in(world: World, checkout: FakeObject, means: str) -> bool:
    """Somebody gives a means of payment; returns whether the subscription has begun. One that does not pay begins none."""
    if checkout.state != "open" or means in ("declines", "asks"):
        return False
    customer = known("customer", checkout.customer)
    if customer:
        customer.body["means"] = means
        world.keep(customer)
    begun = begin(world, checkout.body, customer=checkout.customer, ours_id=checkout.ours_id)
    first_invoice(world, begun, means)
    checkout.state, checkout.parent = "complete", begun.id
    world.keep(checkout, told="checkout.completed")
    return True


def begin(world: World, wanted: dict[str, Any], *, customer: str, ours_id: str) -> FakeObject:
    """A subscription with its first period, before its first invoice."""
    edges = {name: instant(wanted.get(name)) for name in ("trial_ends_at", "anchor_at", "period_ends_at")}
    given = next((each for each in edges.values() if each), None)
    anchor = given or world.now
    trial = edges["trial_ends_at"]
    body = {name: wanted[name] for name in ("currency", "prices", "once", "interval", "ours")} | {
        "anchor_at": anchor.isoformat(), "held": False, "ends": "never",
        "period_ends_at": (given or edge_after(anchor, wanted["interval"], world.now)).isoformat(),
        "is_free": bool(trial or edges["anchor_at"]),
    }  # fmt: skip
    state = "trialing" if trial else "active"
    return world.add("subscription", state, customer=customer, ours_id=ours_id, body=body)


def first_invoice(world: World, subscription: FakeObject, means: str) -> bool:
    """What is due at once: nothing in a trial, before the anchor, or without a flat fee. Whether it could be charged."""
    body = subscription.body
    fees = [] if body["is_free"] else [*body["prices"], *body["once"]]
    if not fees:
        return True
    invoice = drawn_up(world, subscription, fees)
    invoicing.make_final(world, invoice, number=f"FAKE-{invoice.id[-12:]}")
    return not invoice.body["owed"] or charge(world, invoice, means).state in ("paid", "pending")


def drawn_up(world: World, subscription: FakeObject, fees: Sequence[Any]) -> FakeObject:
    """A draft with these fees."""
    invoice = invoicing.blank(world, subscription.customer, subscription.body["currency"], subscription.id)
    invoice.body["lines"] = list(fees)
    invoicing.count(invoice)
    world.keep(invoice)
    return invoice


def existing(ours_id: str) -> FakeObject | None:
    """The subscription that an earlier attempt began, unless it is over."""
    return every("subscription", ours_id=ours_id).exclude(state="ended").first()


def lines_of(prices: Sequence[FlatPrice]) -> list[Any]:
    """Fees as lines of an invoice."""
    return [line_of(price) for price in prices]


def edge_after(anchor: datetime, interval: str, after: datetime) -> datetime:
    """The first edge after an instant, each reckoned from the anchor itself."""
    n, edge = 0, anchor
    while edge <= after:
        n += MONTHS[interval]
        edge = datetime.combine(months_after(anchor.date(), n), anchor.timetz())
    return edge


def instant(text: str | None) -> datetime | None:
    """What `body` keeps as text."""
    return datetime.fromisoformat(text) if text else None


def _wanted(order: SubscriptionOrder) -> dict[str, Any]:
    return {
        "currency": order.currency,
        "prices": lines_of(order.prices),
        "interval": order.interval,
        "once": lines_of(order.once),
        "anchor_at": _text(order.anchor_at),
        "period_ends_at": _text(order.period_ends_at),
        "trial_ends_at": _text(order.trial_ends_at),
        "ours": {"debtor_id": str(order.debtor_id)},
    }


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
