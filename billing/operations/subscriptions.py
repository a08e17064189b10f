"""What is asked of a gateway about subscriptions: to begin, to follow what was agreed, to let drafts wait, and to end."""

from datetime import datetime

from billing.asked_fees import note
from billing.at_once import finalise_what_is_charged
from billing.gateways.choosing import gateway
from billing.models import GatewayCall, Subscription
from billing.operations.known import Answer, keep_link, link_named, who_pays
from billing.queries.beginnings import beginning, change_order


def subscribe(call: GatewayCall, at: datetime) -> Answer:
    """Begin it with the means of payment that is kept, as its next invoices will be; what was charged at once is final."""
    of = _subscription(call)
    begins = beginning(of, customer=who_pays(call), at=at)
    note(call, begins.order.prices)
    made = gateway(call.gateway).subscribe(begins.order, key=call.key)
    call.payload["of"] = made
    call.save(update_fields=["payload"])
    keep_link(call, "subscription", made, of.id, from_on=begins.from_on)
    finalise_what_is_charged(of.id, from_on=begins.from_on, at=at)
    return {"subscription": made}


def change_subscription(call: GatewayCall, at: datetime) -> Answer:
    """Make it as ours is now, for the next invoice that the gateway draws up."""
    held = link_named(call, "subscription", "subscription_id")
    order = change_order(_subscription(call), external_id=held, at=at)
    note(call, order.prices)
    gateway(call.gateway).change_subscription(order, key=call.key)
    return {"subscription": held}


def cancel_subscription(call: GatewayCall, at: datetime) -> Answer:
    """End it now."""
    held = link_named(call, "subscription", "subscription_id")
    gateway(call.gateway).cancel_subscription(held, key=call.key)
    return {"subscription": held}


def hold_drafts(call: GatewayCall, at: datetime) -> Answer:
    """Let its drafts wait for our invoices."""
    gateway(call.gateway).hold_drafts(call.payload["subscription"], key=call.key)
    return {"subscription": call.payload["subscription"]}


def _subscription(call: GatewayCall) -> Subscription:
    of = Subscription.objects.select_related("debtor__legal_entity")
    found: Subscription = of.get(id=call.payload["subscription_id"], debtor=call.debtor_id)
    return found
