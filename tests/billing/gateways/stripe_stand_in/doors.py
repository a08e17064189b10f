"""The destinations of events, as the second version of Stripe's interface lists them."""

from collections.abc import Iterable

from tests.billing.gateways.stripe_stand_in.routes import Form, route
from tests.billing.gateways.stripe_stand_in.world import API_VERSION, Object, World


@route("GET", "/v2/core/event_destinations")
def destinations(world: World, form: Form) -> Object:
    found = [world.shown(each) for each in world.every("v2.core.event_destination")]
    return {"object": "list", "data": found, "next_page_url": None, "previous_page_url": None}


def listen(world: World, url: str, events: Iterable[str], *, thin: bool = True, **changed: str) -> Object:
    """An endpoint of ours, as somebody made it on Stripe's page."""
    return world.add(
        "v2.core.event_destination",
        "ed",
        **{
            "name": "Motorblok",
            "description": "",
            "status": "enabled",
            "type": "webhook_endpoint",
            "event_payload": "thin" if thin else "snapshot",
            "snapshot_api_version": None if thin else API_VERSION,
            "enabled_events": [f"v1.{each}" if thin and each != "*" else each for each in events],
            "webhook_endpoint": {"url": url, "signing_secret": None},
            **changed,
        },
    )
