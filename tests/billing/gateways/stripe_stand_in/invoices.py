"""Invoices from draft to paid: numbers, final sums, the customer's balance, and what can no longer be changed."""

from tests.billing.gateways.stripe_stand_in import charging, taxes
from tests.billing.gateways.stripe_stand_in.customers import owe
from tests.billing.gateways.stripe_stand_in.forms import yes
from tests.billing.gateways.stripe_stand_in.refusals import invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

SHUT = ("number", "default_tax_rates")


def blank(
    world: World, customer: str, currency: str, *, reason: str, subscription: Object | None = None
) -> Object:
    """A draft without lines."""
    parent = None
    if subscription:
        details = {"metadata": dict(subscription["metadata"]), "subscription": subscription["id"]}
        parent = {"quote_details": None, "subscription_details": details, "type": "subscription_details"}
    invoice = world.add(
        "invoice", "in", customer=customer, currency=currency, billing_reason=reason, parent=parent, status="draft",
        number=None, auto_advance=False, collection_method="charge_automatically", attempt_count=0, attempted=False,
        next_payment_attempt=None, hosted_invoice_url=None, starting_balance=0, ending_balance=None, amount_paid=0,
        amount_overpaid=0, amount_shipping=0, default_payment_method=None, default_tax_rates=[], discounts=[],
        pre_payment_credit_notes_amount=0, post_payment_credit_notes_amount=0, period_start=world.now,
        period_end=world.now, status_transitions=dict.fromkeys(("finalized_at", "paid_at", "voided_at")),
        _lists={"lines": []}, _payments=[],
    )  # fmt: skip
    recount(world, invoice)
    world.emit("invoice.created", invoice)
    return invoice


def recount(world: World, invoice: Object) -> None:
    """Work out the sums of an invoice from its lines."""
    lines = [world.objects[each] for each in invoice["_lists"]["lines"]]
    net = sum(line["amount"] for line in lines)
    invoice["total_taxes"] = taxes.totals(each for line in lines for each in line["taxes"])
    vat = sum(each["amount"] for each in invoice["total_taxes"])
    invoice |= {
        "subtotal": net,
        "subtotal_excluding_tax": net,
        "total_excluding_tax": net,
        "total": net + vat,
    }
    due = max(invoice["total"] - _credit(world, invoice), 0)
    invoice["amount_due"] = due
    paid_off = invoice["amount_paid"] + invoice["pre_payment_credit_notes_amount"]
    invoice["amount_remaining"] = max(due - paid_off, 0)


def _credit(world: World, invoice: Object) -> int:
    if invoice["status"] == "draft":
        return 0
    return max(min(-invoice["starting_balance"], invoice["total"]), 0)


@route("POST", "/v1/invoices")
def create(world: World, form: Form) -> Object:
    world.get("customer", form["customer"])
    invoice = blank(world, form["customer"], form["currency"], reason="manual")
    invoice["metadata"] = dict(form.get("metadata", {}))
    return invoice


@route("GET", "/v1/invoices")
def listed(world: World, form: Form) -> Object:
    found = [each for each in world.every("invoice") if _fits(each, form)]
    return page(world, form, found, url="/v1/invoices")


def subscription_of(invoice: Object) -> str:
    """The id of the subscription that an invoice is for, if any."""
    return str(invoice["parent"]["subscription_details"]["subscription"]) if invoice["parent"] else ""


def _fits(invoice: Object, form: Form) -> bool:
    held = {
        "customer": invoice["customer"],
        "status": invoice["status"],
        "subscription": subscription_of(invoice),
    }
    return all(form[name] == value for name, value in held.items() if name in form)


@route("GET", "/v1/invoices/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("invoice", id)


@route("POST", "/v1/invoices/{id}")
def update(world: World, form: Form, id: str) -> Object:
    invoice = world.get("invoice", id)
    if invoice["status"] != "draft" and any(name in form for name in SHUT):
        raise invalid("Finalized invoices can't be updated in this way", code="invoice_not_editable")
    if form.get("number") in {each["number"] for each in world.every("invoice") if each is not invoice} - {
        None
    }:
        raise invalid("That invoice number is already in use.", param="number")
    invoice["number"] = form.get("number", invoice["number"])
    invoice["default_tax_rates"] = form.get("default_tax_rates") or []
    invoice["auto_advance"] = yes(form.get("auto_advance", invoice["auto_advance"]))
    invoice["metadata"] |= form.get("metadata", {})
    world.emit("invoice.updated", invoice)
    return invoice


@route("POST", "/v1/invoices/{id}/finalize")
def finalize(world: World, form: Form, id: str) -> Object:
    invoice = world.get("invoice", id)
    if invoice["status"] != "draft":
        raise invalid("This invoice is already finalized.", code="invoice_not_editable")
    invoice["auto_advance"] = yes(form.get("auto_advance", invoice["auto_advance"]))
    make_final(world, invoice)
    return invoice


def make_final(world: World, invoice: Object) -> None:
    """Give it a number if it has none, take the balance off, and pay it where nothing is left to pay."""
    customer = world.get("customer", invoice["customer"])
    invoice |= {"status": "open", "starting_balance": customer["balance"], "_charge_at": world.now + 3600}
    invoice["number"] = invoice["number"] or f"STRIPE-{invoice['id'][-4:]}"
    invoice["hosted_invoice_url"] = f"https://invoice.stripe.example/i/{invoice['id']}"
    invoice["status_transitions"]["finalized_at"] = world.now
    recount(world, invoice)
    owe(customer, _credit(world, invoice) if invoice["total"] >= 0 else invoice["total"])
    invoice["ending_balance"] = customer["balance"]
    world.emit("invoice.finalized", invoice)
    if not invoice["amount_remaining"]:
        charging.settled(world, invoice)


@route("POST", "/v1/invoices/{id}/pay")
def pay(world: World, form: Form, id: str) -> Object:
    invoice = world.get("invoice", id)
    if invoice["status"] != "open":
        raise invalid(f"Invoice is {invoice['status']}", code="invoice_payment_not_possible")
    charging.charge(world, invoice)
    return invoice


@route("POST", "/v1/invoices/{id}/void")
def void(world: World, form: Form, id: str) -> Object:
    invoice = world.get("invoice", id)
    invoice["status"] = "void"
    world.emit("invoice.voided", invoice)
    return invoice
