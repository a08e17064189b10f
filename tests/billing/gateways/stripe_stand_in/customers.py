"""Customers, their tax ids, and the means of payment that they keep."""

import re
from typing import Any

from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.refusals import invalid, missing
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

PLAIN = ("name", "email", "address", "preferred_locales", "tax_exempt", "description", "test_clock")
QUERY = re.compile(r"metadata\['(\w+)'\]:'([^']*)'")
VAT = {"eu_vat": re.compile(r"[A-Z]{2}[A-Z0-9+*.]{2,12}"), "gb_vat": re.compile(r"GB([0-9]{9}|[0-9]{12})")}
CARDS = {
    "pm_card_visa": ("visa", "4242", "pays"),
    "pm_card_chargeCustomerFail": ("visa", "0341", "declines"),
    "pm_card_authenticationRequired": ("visa", "3184", "asks"),
}
"""Stripe's own test cards, and what comes of charging them."""


@route("POST", "/v1/customers")
def create(world: World, form: Form) -> Object:
    customer = world.add(
        "customer",
        "cus",
        balance=0,
        delinquent=False,
        currency=None,
        default_source=None,
        invoice_settings={"default_payment_method": None, "custom_fields": None, "footer": None},
        **{name: form.get(name) for name in PLAIN if name != "tax_exempt"},
        tax_exempt=form.get("tax_exempt", "none"),
    )
    customer["metadata"] = dict(form.get("metadata", {}))
    for datum in form.get("tax_id_data", []):
        add_tax_id(world, datum, id=customer["id"])
    world.emit("customer.created", customer)
    return customer


@route("GET", "/v1/customers/search")
def search(world: World, form: Form) -> Object:
    asked = dict(QUERY.findall(form["query"]))
    found = [each for each in world.every("customer") if asked.items() <= each["metadata"].items()]
    found = [each for each in found if not each.get("deleted")]
    return {
        **page(world, form, found, url="/v1/customers/search"),
        "object": "search_result",
        "next_page": None,
    }


@route("GET", "/v1/customers")
def listed(world: World, form: Form) -> Object:
    found = [each for each in world.every("customer") if form.get("email", each["email"]) == each["email"]]
    return page(world, form, found, url="/v1/customers")


@route("GET", "/v1/customers/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("customer", id)


@route("POST", "/v1/customers/{id}")
def update(world: World, form: Form, id: str) -> Object:
    customer = world.get("customer", id)
    if customer.get("deleted"):
        raise missing("customer", id)
    customer.update({name: form[name] for name in PLAIN if name in form})
    customer["metadata"] |= form.get("metadata", {})
    customer["invoice_settings"] |= form.get("invoice_settings", {})
    world.emit("customer.updated", customer)
    return customer


@route("DELETE", "/v1/customers/{id}")
def delete(world: World, form: Form, id: str) -> Object:
    world.get("customer", id)
    world.objects[id] = {
        "id": id,
        "object": "customer",
        "deleted": True,
        "created": world.now,
        "metadata": {},
    }
    world.emit("customer.deleted", world.objects[id])
    return world.objects[id]


@route("GET", "/v1/customers/{id}/tax_ids")
def tax_ids(world: World, form: Form, id: str) -> Object:
    found = [each for each in world.every("tax_id") if each["customer"] == id]
    return page(world, form, found, url=f"/v1/customers/{id}/tax_ids")


@route("POST", "/v1/customers/{id}/tax_ids")
def add_tax_id(world: World, form: Form, id: str) -> Object:
    if not VAT[form["type"]].fullmatch(form["value"]):
        raise invalid("Invalid value for tax id.", param="value", code="tax_id_invalid")
    return world.add(
        "tax_id", "txi", customer=id, country=form["value"][:2], type=form["type"], value=form["value"]
    )


@route("DELETE", "/v1/customers/{id}/tax_ids/{tax_id}")
def remove_tax_id(world: World, form: Form, id: str, tax_id: str) -> Object:
    del world.objects[world.get("tax_id", tax_id)["id"]]
    return {"id": tax_id, "object": "tax_id", "deleted": True}


@route("GET", "/v1/customers/{id}/balance_transactions")
def balance_transactions(world: World, form: Form, id: str) -> Object:
    found = [each for each in world.every("customer_balance_transaction") if each["customer"] == id]
    return page(world, form, found, url=f"/v1/customers/{id}/balance_transactions")


@route("POST", "/v1/customers/{id}/balance_transactions")
def adjust_balance(world: World, form: Form, id: str) -> Object:
    customer = world.get("customer", id)
    owe(customer, whole(form["amount"]))
    made = world.add(
        "customer_balance_transaction", "cbtxn", customer=id, amount=whole(form["amount"]), type="adjustment",
        currency=form["currency"], ending_balance=customer["balance"], metadata=dict(form.get("metadata", {})),
    )  # fmt: skip
    world.emit("customer.updated", customer)
    return made


@route("POST", "/v1/payment_methods/{id}/attach")
def attach(world: World, form: Form, id: str) -> Object:
    return keep_card(world, form["customer"], id)


def keep_card(world: World, customer: str, token: str) -> Object:
    """A means of payment that a customer keeps: a test card, or a direct debit that takes days."""
    if token == "pm_sepa_debit":
        return world.add(
            "payment_method", "pm", customer=customer, type="sepa_debit", **_debit(), _does="waits"
        )
    brand, last4, does = CARDS[token]
    card: dict[str, Any] = {"brand": brand, "last4": last4, "exp_month": 4, "exp_year": 2030}
    return world.add("payment_method", "pm", customer=customer, type="card", card=card, _does=does)


def _debit() -> dict[str, Any]:
    return {"sepa_debit": {"last4": "3000", "country": "NL", "bank_code": "INGB"}, "card": None}


def owe(customer: Object, minor: int) -> None:
    """Change what stands on the balance of a customer: below 0 is credit."""
    customer["balance"] = whole(str(customer["balance"])) + minor
