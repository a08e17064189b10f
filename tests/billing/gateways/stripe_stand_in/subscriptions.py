"""Subscriptions: their items and periods, how they begin, change, are held and end."""

from datetime import UTC, datetime

from tests.billing.gateways.stripe_stand_in import charging, invoices, lines
from tests.billing.gateways.stripe_stand_in.forms import whole, yes
from tests.billing.gateways.stripe_stand_in.refusals import Refusal, invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

MONTHS = {"month": 1, "year": 12}
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@route("POST", "/v1/subscriptions")
def create(world: World, form: Form) -> Object:
    subscription = begun(world, form)
    try:
        first_invoice(world, subscription)
    except Refusal:
        subscription["status"] = "incomplete_expired"  # error_if_incomplete: as if it had never been
        del world.objects[subscription["id"]]
        raise
    world.emit("customer.subscription.created", subscription)
    return subscription


def begun(world: World, form: Form) -> Object:
    """A subscription with its items, before its first invoice."""
    world.get("customer", form["customer"])
    trial_end = whole(form["trial_end"]) if "trial_end" in form else None
    anchor = whole(form.get("billing_cycle_anchor", trial_end or world.now))
    mode = {"type": form.get("billing_mode", {}).get("type", "flexible"), "flexible": None}
    subscription = world.add(
        "subscription", "sub", customer=form["customer"], currency=form.get("currency", "eur"),
        status="trialing" if trial_end else "active", billing_mode=mode, billing_cycle_anchor=anchor,
        cancel_at=None, cancel_at_period_end=False, canceled_at=None, ended_at=None, start_date=world.now,
        trial_end=trial_end, collection_method="charge_automatically", pause_collection=None, latest_invoice=None,
        default_payment_method=form.get("default_payment_method"), discounts=[], billing_schedules=[],
        metadata=dict(form.get("metadata", {})), _lists={"items": []},
    )  # fmt: skip
    end = trial_end or (anchor if anchor > world.now else edge(subscription, 1, form["items"], world))
    for asked in form["items"]:
        add_item(world, subscription, asked, start=world.now, end=end)
    subscription["_once"] = form.get("add_invoice_items", [])
    return subscription


def first_invoice(world: World, subscription: Object) -> Object:
    """What is due at once: nothing in a trial or before the anchor. Raises Refusal where it is not paid."""
    free = subscription["status"] == "trialing" or subscription["billing_cycle_anchor"] > world.now
    invoice = drawn_up(world, subscription, reason="subscription_create", free=free)
    for asked in subscription.pop("_once", []):
        lines.for_once(world, invoice, asked)
    invoices.make_final(world, invoice)
    if invoice["status"] == "open":
        charging.charge(world, invoice)
    return invoice


def drawn_up(world: World, subscription: Object, *, reason: str, free: bool = False) -> Object:
    """A draft for the present period."""
    invoice = invoices.blank(
        world, subscription["customer"], subscription["currency"], reason=reason, subscription=subscription
    )
    for item in items(world, subscription):
        lines.for_item(world, invoice, item, free=free)
    subscription["latest_invoice"] = invoice["id"]
    return invoice


def items(world: World, subscription: Object) -> list[Object]:
    return [world.objects[each] for each in subscription["_lists"]["items"]]


def add_item(world: World, subscription: Object, asked: Form, *, start: int, end: int) -> None:
    price = world.get("price", asked["price"])
    if price["type"] != "recurring":
        raise invalid("The price is not recurring.", param="items[0][price]")
    if price["currency"] != subscription["currency"]:
        raise invalid("The price is in another currency.", param="items[0][price]")
    item = world.add(
        "subscription_item", "si", price=world.shown(price), quantity=whole(asked.get("quantity", "1")),
        subscription=subscription["id"], discounts=[], current_period_start=start, current_period_end=end,
        tax_rates=[world.shown(world.get("tax_rate", rate)) for rate in asked.get("tax_rates", [])],
    )  # fmt: skip
    subscription["_lists"]["items"].append(item["id"])


def edge(subscription: Object, n: int, asked: list[Form], world: World) -> int:
    """The nth edge after the anchor, always reckoned from the anchor itself, clamped to the month's last day."""
    interval = world.get("price", asked[0]["price"])["recurring"]["interval"]
    return later(subscription["billing_cycle_anchor"], n * MONTHS[interval])


def later(anchor: int, months: int) -> int:
    at = datetime.fromtimestamp(anchor, UTC)
    year, month = divmod(at.month - 1 + months, 12)
    year += at.year
    leap = month == 1 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)
    day = min(at.day, DAYS[month] + leap)
    return int(at.replace(year=year, month=month + 1, day=day).timestamp())


@route("GET", "/v1/subscriptions")
def listed(world: World, form: Form) -> Object:
    found = [
        each
        for each in world.every("subscription")
        if form.get("customer", each["customer"]) == each["customer"]
    ]
    if form.get("status") != "all":
        found = [each for each in found if each["status"] != "canceled"]
    return page(world, form, found, url="/v1/subscriptions")


@route("GET", "/v1/subscriptions/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("subscription", id)


@route("POST", "/v1/subscriptions/{id}")
def update(world: World, form: Form, id: str) -> Object:
    subscription = world.get("subscription", id)
    if subscription["status"] == "canceled":
        raise invalid(
            "A canceled subscription can only update its cancellation_details.", code="resource_missing"
        )
    if "items" in form and form.get("proration_behavior", "create_prorations") != "none":
        raise AssertionError("we never let Stripe prorate")
    for asked in form.get("items", []):
        _change_item(world, subscription, asked)
    subscription["cancel_at_period_end"] = yes(
        form.get("cancel_at_period_end", subscription["cancel_at_period_end"])
    )
    if "pause_collection" in form:
        subscription["pause_collection"] = (
            {"resumes_at": None, **form["pause_collection"]} if form["pause_collection"] else None
        )
    if "default_payment_method" in form:
        subscription["default_payment_method"] = form["default_payment_method"] or None
    subscription["metadata"] |= form.get("metadata", {})
    world.emit("customer.subscription.updated", subscription)
    return subscription


def _change_item(world: World, subscription: Object, asked: Form) -> None:
    held = items(world, subscription)
    if "id" not in asked:
        return add_item(
            world,
            subscription,
            asked,
            start=held[0]["current_period_start"],
            end=held[0]["current_period_end"],
        )
    if yes(asked.get("deleted", False)):
        return subscription["_lists"]["items"].remove(asked["id"])
    item = world.get("subscription_item", asked["id"])
    item["quantity"] = whole(asked.get("quantity", str(item["quantity"])))
    if "tax_rates" in asked:
        item["tax_rates"] = [world.shown(world.get("tax_rate", rate)) for rate in asked["tax_rates"]]
    return None


@route("GET", "/v1/subscription_items")
def listed_items(world: World, form: Form) -> Object:
    found = items(world, world.get("subscription", form["subscription"]))
    return page(world, form, found, url="/v1/subscription_items")


@route("DELETE", "/v1/subscriptions/{id}")
def cancel(world: World, form: Form, id: str) -> Object:
    subscription = world.get("subscription", id)
    if subscription["status"] == "canceled":
        raise invalid(f"No such subscription: '{id}'", code="resource_missing")
    end(world, subscription)
    return subscription


def end(world: World, subscription: Object) -> None:
    subscription |= {"status": "canceled", "canceled_at": world.now, "ended_at": world.now}
    world.emit("customer.subscription.deleted", subscription)
