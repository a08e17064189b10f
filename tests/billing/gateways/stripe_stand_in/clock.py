"""The stand-in's own clock: what falls due on the way to a later instant happens in its order."""

import itertools
from collections.abc import Callable, Iterator

from tests.billing.gateways.stripe_stand_in import charging, checkouts, invoices, subscriptions
from tests.billing.gateways.stripe_stand_in.world import Object, World

HOUR = 3600
Due = tuple[int, str, Callable[[World, Object], None]]


def advance(world: World, to: int) -> None:
    """Let the clock run to an instant: periods end, drafts are made, made final and charged, pages expire."""
    with world.lock:
        while True:
            due = min(
                (each for each in _due(world) if each[0] <= to), default=None, key=lambda each: each[:2]
            )
            if due is None:
                break
            world.now = max(world.now, due[0])
            due[2](world, world.objects[due[1]])
        world.now = max(world.now, to)


def _due(world: World) -> Iterator[Due]:
    for thing in list(world.objects.values()):
        kind = thing["object"]
        if kind == "subscription" and thing["status"] in ("active", "past_due", "trialing"):
            yield subscriptions.items(world, thing)[0]["current_period_end"], thing["id"], _renew
        elif kind == "invoice" and thing["status"] == "draft" and thing["auto_advance"]:
            yield thing["created"] + HOUR, thing["id"], invoices.make_final
        elif (
            kind == "invoice"
            and thing["status"] == "open"
            and thing["auto_advance"]
            and thing.get("_charge_at")
        ):
            yield thing["_charge_at"], thing["id"], _attempt
        elif kind == "checkout.session" and thing["status"] == "open":
            yield thing["expires_at"], thing["id"], checkouts.close


def _attempt(world: World, invoice: Object) -> None:
    invoice["_charge_at"] = None
    charging.attempt(world, invoice)


def _renew(world: World, subscription: Object) -> None:
    if subscription["cancel_at_period_end"]:
        return subscriptions.end(world, subscription)
    if subscription["status"] == "trialing":
        subscription["status"] = "active"
    _next_period(world, subscription)
    invoice = subscriptions.drawn_up(world, subscription, reason="subscription_cycle")
    paused = (subscription["pause_collection"] or {}).get("behavior")
    invoice["auto_advance"] = paused is None
    if paused == "void":
        invoices.void(world, {}, id=invoice["id"])
    world.emit("customer.subscription.updated", subscription)
    return None


def _next_period(world: World, subscription: Object) -> None:
    held = subscriptions.items(world, subscription)
    anchor, start = subscription["billing_cycle_anchor"], held[0]["current_period_end"]
    step = subscriptions.MONTHS[held[0]["price"]["recurring"]["interval"]]
    edges = (subscriptions.later(anchor, n * step) for n in itertools.count())
    following = next(each for each in edges if each > start)
    for item in held:
        item |= {"current_period_start": start, "current_period_end": following}
