"""Subscriptions that run: changed as a whole and without proration, and ended."""

from collections.abc import Sequence

import stripe
from stripe.params import SubscriptionUpdateParamsItem

from billing.gateways.port import ChangeOrder, GatewayRefused
from billing.gateways.stripe.catalogue import Priced, priced
from billing.gateways.stripe.subscriptions import OVER


def change(client: stripe.StripeClient, order: ChangeOrder) -> None:
    """Make it as ordered. Raises GatewayRefused where the interval would change: Stripe would charge at once."""
    now = list(
        client.v1.subscription_items.list(
            {"subscription": order.external_id, "limit": 100}
        ).auto_paging_iter()
    )
    _require_interval(now, order)
    wanted = priced(client, order.prices, currency=order.currency, interval=order.interval)
    client.v1.subscriptions.update(
        order.external_id,
        {
            "items": _items(now, wanted),
            "proration_behavior": "none",
            "cancel_at_period_end": order.ends == "at_period_end",
            "pause_collection": {"behavior": "void" if order.running == "paused" else "keep_as_draft"},
        },
    )


def cancel(client: stripe.StripeClient, external_id: str) -> None:
    """End it now and without an invoice; what is still to be paid is on an invoice of ours."""
    if client.v1.subscriptions.retrieve(external_id).status not in OVER:
        client.v1.subscriptions.cancel(external_id, {"invoice_now": False, "prorate": False})


def _items(
    now: Sequence[stripe.SubscriptionItem], wanted: tuple[Priced, ...]
) -> list[SubscriptionUpdateParamsItem]:
    """The difference as Stripe wants it: by the item's id what stays, marked what goes, without an id what comes."""
    held = {item.price.id: item.id for item in now}
    asked: list[SubscriptionUpdateParamsItem] = []
    for item in wanted:
        line: SubscriptionUpdateParamsItem = {"quantity": item.quantity, "tax_rates": list(item.tax_rates)}
        known = held.pop(item.price, None)
        asked.append({**line, "id": known} if known else {**line, "price": item.price})
    return asked + [{"id": item, "deleted": True} for item in held.values()]


def _require_interval(now: Sequence[stripe.SubscriptionItem], order: ChangeOrder) -> None:
    intervals = {item.price.recurring.interval for item in now if item.price.recurring}
    if intervals - {order.interval}:
        raise GatewayRefused(reason="other-interval", field="interval")
