"""What the stand-in sends by itself: each event as a thin notice or as a snapshot, signed like Stripe's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import stripe

from tests.billing.gateways.stripe_stand_in.world import Object, World

SECRET = "whsec_of_the_stand_in"
PLACES = {
    "customer": "customers",
    "checkout.session": "checkout/sessions",
    "subscription": "subscriptions",
    "invoice": "invoices",
    "invoice_payment": "invoice_payments",
    "credit_note": "credit_notes",
    "refund": "refunds",
}


@dataclass(frozen=True)
class Delivery:
    """A request to our door."""

    body: bytes
    headers: dict[str, str] = field(hash=False)


def undelivered(world: World, *, thin: bool = True, secret: str = SECRET) -> Iterator[Delivery]:
    """All that happened since the last time, in its order; what the caller drops is lost, what it repeats a duplicate."""
    waiting = world.events[world.delivered :]
    world.delivered = len(world.events)
    for event in waiting:
        yield delivery(event, thin=thin, secret=secret, at=world.now)


def delivery(event: Object, *, thin: bool = True, secret: str = SECRET, at: int) -> Delivery:
    """One event as it is sent at an instant."""
    body = json.dumps(thinned(event) if thin else event)
    header = stripe.WebhookSignature.generate_signature_header(body, secret, at)
    return Delivery(body.encode(), {"Stripe-Signature": header, "Content-Type": "application/json"})


def thinned(event: Object) -> Object:
    """The thin notice of an event: which object, and nothing of what is in it."""
    thing = event["data"]["object"]
    place = PLACES[thing["object"]]
    return {
        "id": event["id"].replace("evt_", "evt_thin_"),
        "object": "v2.core.event",
        "type": f"v1.{event['type']}",
        "livemode": event["livemode"],
        "created": datetime.fromtimestamp(event["created"], UTC).isoformat().replace("+00:00", "Z"),
        "context": None,
        "related_object": {"id": thing["id"], "type": thing["object"], "url": f"/v1/{place}/{thing['id']}"},
    }
