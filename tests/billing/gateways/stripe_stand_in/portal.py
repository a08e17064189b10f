"""The customer portal: its configurations and sessions."""

from tests.billing.gateways.stripe_stand_in.forms import yes
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World


@route("POST", "/v1/billing_portal/configurations")
def configure(world: World, form: Form) -> Object:
    features = {name: {"enabled": yes(each["enabled"])} for name, each in form["features"].items()}
    return world.add(
        "billing_portal.configuration",
        "bpc",
        active=True,
        is_default=False,
        updated=world.now,
        features=features,
        business_profile={},
        login_page={"enabled": False, "url": None},
        metadata=dict(form.get("metadata", {})),
    )


@route("GET", "/v1/billing_portal/configurations")
def configurations(world: World, form: Form) -> Object:
    found = list(world.every("billing_portal.configuration"))
    return page(world, form, found, url="/v1/billing_portal/configurations")


@route("POST", "/v1/billing_portal/sessions")
def open_session(world: World, form: Form) -> Object:
    customer = world.get("customer", form["customer"])
    configuration = world.get("billing_portal.configuration", form["configuration"])
    session = world.add(
        "billing_portal.session",
        "bps",
        customer=customer["id"],
        configuration=configuration["id"],
        return_url=form["return_url"],
    )
    session["url"] = f"https://billing.stripe.example/p/{session['id']}"
    return session
