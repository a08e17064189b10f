"""Test clocks, as Stripe has them in test mode: here they move the clock of the whole stand-in."""

from tests.billing.gateways.stripe_stand_in.clock import advance
from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.routes import Form, route
from tests.billing.gateways.stripe_stand_in.world import Object, World


@route("POST", "/v1/test_helpers/test_clocks")
def create(world: World, form: Form) -> Object:
    advance(world, whole(form["frozen_time"]))
    return world.add("test_helpers.test_clock", "clock", frozen_time=world.now, status="ready")


@route("GET", "/v1/test_helpers/test_clocks/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("test_helpers.test_clock", id)


@route("POST", "/v1/test_helpers/test_clocks/{id}/advance")
def move(world: World, form: Form, id: str) -> Object:
    clock = world.get("test_helpers.test_clock", id)
    advance(world, whole(form["frozen_time"]))
    clock["frozen_time"] = world.now
    return clock


@route("DELETE", "/v1/test_helpers/test_clocks/{id}")
def delete(world: World, form: Form, id: str) -> Object:
    del world.objects[world.get("test_helpers.test_clock", id)["id"]]
    return {"id": id, "object": "test_helpers.test_clock", "deleted": True}
