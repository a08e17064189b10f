"""Pretended subscriptions that run: charged each period without proration, held, changed as a whole, and ended."""

from datetime import datetime

from billing.gateways.fake import invoicing
from billing.gateways.fake.paying import charge
from billing.gateways.fake.subscribing import drawn_up, edge_after, instant, lines_of
from billing.gateways.fake.world import World, known
from billing.gateways.port import ChangeOrder, GatewayRefused
from billing.models.fake import FakeObject


def renew(world: World, subscription: FakeObject) -> None:
    """The edge of a period: it ends there, or the next one is drawn up; what nobody holds is charged."""
    body = subscription.body
    if body["ends"] == "at_period_end":
        return end(world, subscription)
    if subscription.state == "trialing":
        subscription.state = "active"
    edge = datetime.fromisoformat(body["period_ends_at"])
    body |= {
        "is_free": False,
        "period_ends_at": edge_after(instant(body["anchor_at"]) or edge, body["interval"], edge).isoformat(),
    }
    world.keep(subscription)
    if subscription.state == "paused":
        return None
    invoice = drawn_up(world, subscription, body["prices"])
    if not body["held"]:
        invoicing.make_final(world, invoice, number=f"FAKE-{invoice.id[-12:]}")
        customer = known("customer", subscription.customer)
        charge(world, invoice, str(customer.body.get("means", "")) if customer else "")
    return None


def change(world: World, order: ChangeOrder) -> None:
    """Make it as ordered; charged from the next period on. Raises GatewayRefused for another interval."""
    subscription = _held(order.external_id)
    if subscription.body["interval"] != order.interval:
        raise GatewayRefused(reason="other-interval", field="interval")
    subscription.body |= {"prices": lines_of(order.prices), "ends": order.ends}
    if order.running == "paused" or subscription.state == "paused":
        subscription.state = "paused" if order.running == "paused" else "active"
    world.keep(subscription)


def hold(world: World, external_id: str) -> None:
    """Let its later drafts wait."""
    subscription = _held(external_id)
    subscription.body["held"] = True
    world.keep(subscription)


def cancel(world: World, external_id: str) -> None:
    """End it now; one that has ended stays so."""
    subscription = known("subscription", external_id)
    if subscription is None:
        raise GatewayRefused(reason="no-subscription")
    if subscription.state != "ended":
        end(world, subscription)


def end(world: World, subscription: FakeObject) -> None:
    """It is over."""
    subscription.state = "ended"
    world.keep(subscription, told="subscription.deleted")


def _held(external_id: str) -> FakeObject:
    subscription = known("subscription", external_id)
    if subscription is None or subscription.state == "ended":
        raise GatewayRefused(reason="no-subscription")
    return subscription
