"""Checkout: pages to subscribe on, and what happens when somebody fills one in."""

from tests.billing.gateways.stripe_stand_in import subscriptions
from tests.billing.gateways.stripe_stand_in.customers import keep_card
from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.refusals import Refusal, invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

DAY = 24 * 3600


@route("POST", "/v1/checkout/sessions")
def create(world: World, form: Form) -> Object:
    world.get("customer", form["customer"])
    data = form.get("subscription_data", {})
    if "proration_behavior" in data and "billing_cycle_anchor" not in data:
        raise invalid(
            "proration_behavior can only be set with billing_cycle_anchor.", param="subscription_data"
        )
    if "trial_end" in data and whole(data["trial_end"]) < world.now + 2 * DAY:
        raise invalid("The trial must end at least 48 hours from now.", param="subscription_data[trial_end]")
    session = world.add(
        "checkout.session", "cs", customer=form["customer"], mode=form["mode"], status="open", url=None,
        client_reference_id=form.get("client_reference_id"), success_url=form["success_url"],
        cancel_url=form["cancel_url"], locale=form.get("locale"), payment_status="unpaid", subscription=None,
        invoice=None, amount_total=None, currency=None, expires_at=world.now + DAY, custom_fields=[],
        payment_method_types=["card"], shipping_options=[], metadata=dict(form.get("metadata", {})),
        _form=form,
    )  # fmt: skip
    session["url"] = f"https://checkout.stripe.example/c/{session['id']}"
    return session


@route("GET", "/v1/checkout/sessions")
def listed(world: World, form: Form) -> Object:
    found = [
        each
        for each in world.every("checkout.session")
        if each["customer"] == form["customer"] and each["status"] == form.get("status", each["status"])
    ]
    return page(world, form, found, url="/v1/checkout/sessions")


@route("GET", "/v1/checkout/sessions/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("checkout.session", id)


@route("POST", "/v1/checkout/sessions/{id}/expire")
def expire(world: World, form: Form, id: str) -> Object:
    session = world.get("checkout.session", id)
    if session["status"] != "open":
        raise invalid("Only open sessions can be expired.")
    close(world, session)
    return session


def close(world: World, session: Object) -> None:
    session |= {"status": "expired", "url": None}
    world.emit("checkout.session.expired", session)


def filled_in(world: World, external_id: str, *, card: str = "pm_card_visa") -> None:
    """Somebody opens the page and gives a card; one that is declined leaves the page open."""
    session = world.get("checkout.session", external_id)
    if session["status"] != "open":
        raise invalid("This page is no longer open.")
    form = session["_form"]
    method = keep_card(world, session["customer"], card)
    subscription = subscriptions.begun(
        world,
        {
            **form["subscription_data"],
            "customer": session["customer"],
            "items": [each for each in form["line_items"] if _kind(world, each) == "recurring"],
            "add_invoice_items": [each for each in form["line_items"] if _kind(world, each) == "one_time"],
            "currency": world.get("price", form["line_items"][0]["price"])["currency"],
            "default_payment_method": method["id"],
        },
    )
    try:
        invoice = subscriptions.first_invoice(world, subscription)
    except Refusal:
        del world.objects[subscription["id"]]
        return
    session |= {
        "status": "complete",
        "payment_status": "paid",
        "subscription": subscription["id"],
        "url": None,
    }
    session |= {"invoice": invoice["id"], "amount_total": invoice["total"], "currency": invoice["currency"]}
    world.emit("customer.subscription.created", subscription)
    world.emit("checkout.session.completed", session)


def _kind(world: World, asked: Form) -> str:
    return str(world.get("price", asked["price"])["type"])
