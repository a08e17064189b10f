"""Credit notes: what they take off an invoice that is open, and pay back of one that was paid."""

from tests.billing.gateways.stripe_stand_in import charging, taxes
from tests.billing.gateways.stripe_stand_in.customers import owe
from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.invoices import recount
from tests.billing.gateways.stripe_stand_in.payments import paid_back
from tests.billing.gateways.stripe_stand_in.refusals import invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World

BACK = ("credit_amount", "refund_amount", "out_of_band_amount")


@route("GET", "/v1/credit_notes")
def listed(world: World, form: Form) -> Object:
    found = [
        each for each in world.every("credit_note") if form.get("invoice", each["invoice"]) == each["invoice"]
    ]
    return page(world, form, found, url="/v1/credit_notes")


@route("GET", "/v1/credit_notes/preview")
def preview(world: World, form: Form) -> Object:
    note = _worked_out(world, form)
    del world.objects[note["id"]]
    return note


@route("GET", "/v1/credit_notes/{id}")
def retrieve(world: World, form: Form, id: str) -> Object:
    return world.get("credit_note", id)


@route("POST", "/v1/credit_notes")
def create(world: World, form: Form) -> Object:
    note = _worked_out(world, form)
    invoice, customer = world.get("invoice", note["invoice"]), world.get("customer", note["customer"])
    invoice["pre_payment_credit_notes_amount"] += note["pre_payment_amount"]
    invoice["post_payment_credit_notes_amount"] += note["post_payment_amount"]
    owe(customer, -whole(form.get("credit_amount", "0")))
    if whole(form.get("refund_amount", "0")):
        _refund(world, invoice, whole(form["refund_amount"]))
    recount(world, invoice)
    if invoice["status"] == "open" and not invoice["amount_remaining"]:
        charging.settled(world, invoice)
    world.emit("credit_note.created", note)
    return note


def _worked_out(world: World, form: Form) -> Object:
    invoice = world.get("invoice", form["invoice"])
    if invoice["status"] not in ("open", "paid"):
        raise invalid("Credit notes need an invoice that is final.", code="credit_note_invalid_invoice")
    lines = [_line(world, each) for each in form["lines"]]
    net = sum(line["amount"] for line in lines)
    total_taxes = taxes.totals(tax for line in lines for tax in line["taxes"])
    total = net + sum(each["amount"] for each in total_taxes)
    off = min(total, invoice["amount_remaining"])
    _require_paid_back(form, total - off, invoice, total)
    return world.add(
        "credit_note", "cn", invoice=invoice["id"], customer=invoice["customer"], currency=invoice["currency"],
        number=f"CN-{invoice['number']}", status="issued", memo=form.get("memo"), subtotal=net, total=total,
        amount=total, total_excluding_tax=net, total_taxes=total_taxes, pre_payment_amount=off,
        post_payment_amount=total - off, lines=world.listed(lines), refunds=[], discount_amounts=[],
        pretax_credit_amounts=[], metadata=dict(form.get("metadata", {})),
    )  # fmt: skip


def _require_paid_back(form: Form, back: int, invoice: Object, total: int) -> None:
    if sum(whole(form.get(name, "0")) for name in BACK) != back:
        raise invalid("The sum of credit, refund and out of band amounts must equal the post payment amount.")
    credited = invoice["pre_payment_credit_notes_amount"] + invoice["post_payment_credit_notes_amount"]
    if total > invoice["total"] - credited:
        raise invalid("The credit note is more than what is left of the invoice.", param="amount")


def _line(world: World, asked: Form) -> Object:
    amount = whole(asked["unit_amount"]) * whole(asked["quantity"])
    if "tax_rates" in asked:
        held = taxes.by_rates(world, amount, asked["tax_rates"])
    else:
        held = [_made_by_stripe(world, each) for each in asked["tax_amounts"]]
    return {"amount": amount, "description": asked["description"], "type": asked["type"], "taxes": held}


def _made_by_stripe(world: World, asked: Form) -> Object:
    rate = world.get("tax_rate", asked["tax_rate"])
    if "_data" not in rate:
        raise invalid("The tax rate must have been automatically created by Stripe.", param="tax_rate")
    return taxes.tax(rate["id"], whole(asked["amount"]), whole(asked["taxable_amount"]))


def _refund(world: World, invoice: Object, amount: int) -> None:
    payment = world.objects[invoice["_payments"][-1]]
    paid_back(world, payment["payment"]["payment_intent"], amount, metadata={})
