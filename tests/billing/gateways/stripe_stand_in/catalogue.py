"""Products, prices by lookup key, and tax rates."""

from decimal import Decimal

from tests.billing.gateways.stripe_stand_in.forms import whole, yes
from tests.billing.gateways.stripe_stand_in.refusals import invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World


@route("POST", "/v1/products")
def create_product(world: World, form: Form) -> Object:
    if form.get("id") in world.objects:
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    return world.add(
        "product",
        "prod",
        id=form.get("id"),
        name=form["name"],
        active=True,
        type="service",
        images=[],
        marketing_features=[],
        metadata=dict(form.get("metadata", {})),
    )


@route("POST", "/v1/prices")
def create_price(world: World, form: Form) -> Object:
    world.get("product", form["product"])
    taken = {each["lookup_key"] for each in world.every("price")}
    if form.get("lookup_key") in taken - {None}:
        raise invalid("A price already uses that lookup key.", param="lookup_key")
    amount = whole(form["unit_amount"])
    return world.add(
        "price",
        "price",
        active=True,
        billing_scheme="per_unit",
        currency=form["currency"],
        lookup_key=form.get("lookup_key"),
        product=form["product"],
        recurring=_recurring(form),
        tax_behavior=form.get("tax_behavior", "unspecified"),
        type="recurring" if "recurring" in form else "one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
        metadata=dict(form.get("metadata", {})),
    )


def _recurring(form: Form) -> Object | None:
    if "recurring" not in form:
        return None
    return {"interval": form["recurring"]["interval"], "interval_count": 1, "usage_type": "licensed"}


@route("GET", "/v1/prices")
def prices(world: World, form: Form) -> Object:
    keys = form.get("lookup_keys")
    found = [each for each in world.every("price") if keys is None or each["lookup_key"] in keys]
    return page(world, form, found, url="/v1/prices")


@route("POST", "/v1/tax_rates")
def create_tax_rate(world: World, form: Form) -> Object:
    return _tax_rate(world, form, active=True)


@route("GET", "/v1/tax_rates")
def tax_rates(world: World, form: Form) -> Object:
    wanted = form.get("active")
    found = [each for each in world.every("tax_rate") if wanted is None or each["active"] == yes(wanted)]
    return page(world, form, found, url="/v1/tax_rates")


@route("GET", "/v1/tax_rates/{id}")
def tax_rate(world: World, form: Form, id: str) -> Object:
    return world.get("tax_rate", id)


def found_or_made(world: World, data: Form) -> Object:
    """The archived rate that Stripe makes from `tax_rate_data`: one for equal data."""
    for rate in world.every("tax_rate"):
        if rate.get("_data") == data:
            return rate
    return _tax_rate(world, data, active=False, _data=data)


def _tax_rate(world: World, form: Form, *, active: bool, **more: object) -> Object:
    percent = Decimal(form["percentage"])
    if not 0 <= percent <= 100:
        raise invalid("Percentage must be between 0 and 100.", param="percentage")
    return world.add(
        "tax_rate",
        "txr",
        active=active,
        country=form.get("country"),
        description=form.get("description"),
        display_name=form["display_name"],
        inclusive=yes(form["inclusive"]),
        jurisdiction=form.get("jurisdiction"),
        percentage=float(percent),
        effective_percentage=float(percent),
        tax_type=form.get("tax_type"),
        metadata=dict(form.get("metadata", {})),
        **more,
    )
