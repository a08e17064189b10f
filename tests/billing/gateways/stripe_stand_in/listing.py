"""The events of the account, as they can be listed."""

from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

KEPT = 30 * 24 * 3600


@route("GET", "/v1/events")
def events(world: World, form: Form) -> Object:
    found = [each for each in reversed(world.events) if each["created"] > world.now - KEPT]
    return page(world, form, found, url="/v1/events")
