"""Payments of invoices, and refunds of them."""

from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.refusals import invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World


@route("GET", "/v1/invoice_payments")
def listed(world: World, form: Form) -> Object:
    asked = form.get("payment", {}).get("payment_intent")
    found = [
        each
        for each in world.every("invoice_payment")
        if form.get("invoice", each["invoice"]) == each["invoice"]
        and (asked is None or asked == each["payment"]["payment_intent"])
    ]
    return page(world, form, found, url="/v1/invoice_payments")


@route("GET", "/v1/invoice_payments/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("invoice_payment", id)


@route("GET", "/v1/refunds")
def refunds(world: World, form: Form) -> Object:
    intent = form.get("payment_intent")
    found = [each for each in world.every("refund") if intent is None or each["payment_intent"] == intent]
    return page(world, form, found, url="/v1/refunds")


@route("GET", "/v1/refunds/{id}")
def refund(world: World, form: Form, id: str) -> Object:
    return world.get("refund", id)


@route("POST", "/v1/refunds")
def pay_back(world: World, form: Form) -> Object:
    return paid_back(
        world, form["payment_intent"], whole(form["amount"]), metadata=dict(form.get("metadata", {}))
    )


def paid_back(world: World, intent: str, amount: int, *, metadata: dict[str, str]) -> Object:
    """A refund of a payment, never more than came in."""
    payment = world.get("payment_intent", intent)
    done = sum(each["amount"] for each in world.every("refund") if each["payment_intent"] == intent)
    if amount > payment["amount_received"] - done:
        raise invalid("Refund amount is greater than unrefunded amount on charge.", param="amount")
    made = world.add(
        "refund", "re", payment_intent=intent, amount=amount, currency=payment["currency"], status="succeeded",
        charge=None, reason="requested_by_customer", metadata=metadata,
    )  # fmt: skip
    made.pop("livemode")
    world.emit("refund.created", made)
    return made
