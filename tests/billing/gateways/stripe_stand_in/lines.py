"""The lines of an invoice: Stripe's own for a subscription, and those that are added, changed and removed."""

from tests.billing.gateways.stripe_stand_in import taxes
from tests.billing.gateways.stripe_stand_in.forms import whole
from tests.billing.gateways.stripe_stand_in.invoices import recount
from tests.billing.gateways.stripe_stand_in.refusals import invalid
from tests.billing.gateways.stripe_stand_in.routes import Form, page, route
from tests.billing.gateways.stripe_stand_in.world import Object, World


def for_item(world: World, invoice: Object, item: Object, *, free: bool = False) -> Object:
    """The line of one item of a subscription for its present period."""
    price, quantity = item["price"], item["quantity"]
    amount = 0 if free else price["unit_amount"] * quantity
    rates = [rate["id"] for rate in item["tax_rates"]]
    details = {
        "invoice_item": None,
        "proration": False,
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    line = _line(
        world,
        invoice,
        amount=amount,
        description=f"{quantity} × {world.objects[price['product']]['name']}",
        parent={"subscription_item_details": details, "type": "subscription_item_details"},
        price=price,
        quantity=quantity,
        period={"start": item["current_period_start"], "end": item["current_period_end"]},
    )
    line |= {"_rates": rates, "taxes": taxes.by_rates(world, amount, rates)}
    recount(world, invoice)
    return line


def for_once(world: World, invoice: Object, asked: Form) -> None:
    """The line of a price that is charged with the first invoice alone."""
    price, quantity = world.get("price", asked["price"]), whole(asked.get("quantity", "1"))
    if price["type"] != "one_time":
        raise invalid("The price is recurring.", param="add_invoice_items[0][price]")
    details = {"invoice_item": world.new_id("ii"), "proration": False, "subscription": None}
    line = _line(
        world,
        invoice,
        amount=price["unit_amount"] * quantity,
        description=world.objects[price["product"]]["name"],
        parent={"invoice_item_details": details, "type": "invoice_item_details"},
        price=price,
        quantity=quantity,
    )
    rates = list(asked["tax_rates"])
    line |= {"_rates": rates, "taxes": taxes.by_rates(world, line["amount"], rates)}
    recount(world, invoice)


@route("GET", "/v1/invoices/{id}/lines")
def listed(world: World, form: Form, id: str) -> Object:
    lines = [world.objects[each] for each in world.get("invoice", id)["_lists"]["lines"]]
    return page(world, form, lines, url=f"/v1/invoices/{id}/lines")


@route("POST", "/v1/invoices/{id}/add_lines")
def add(world: World, form: Form, id: str) -> Object:
    invoice = _draft(world, id)
    _require_no_rates(world, invoice, form["lines"])
    for asked in form["lines"]:
        details = {"invoice_item": world.new_id("ii"), "proration": False, "subscription": None}
        line = _line(
            world,
            invoice,
            amount=whole(asked["amount"]),
            description=asked.get("description"),
            parent={"invoice_item_details": details, "type": "invoice_item_details"},
        )
        _set(world, line, asked)
    return _changed(world, invoice)


@route("POST", "/v1/invoices/{id}/update_lines")
def update(world: World, form: Form, id: str) -> Object:
    invoice = _draft(world, id)
    _require_no_rates(world, invoice, form["lines"])
    for asked in form["lines"]:
        _set(world, _held(world, invoice, asked["id"]), asked)
    return _changed(world, invoice)


@route("POST", "/v1/invoices/{id}/remove_lines")
def remove(world: World, form: Form, id: str) -> Object:
    invoice = _draft(world, id)
    for asked in form["lines"]:
        line = _held(world, invoice, asked["id"])
        if line["parent"]["type"] == "subscription_item_details":
            raise invalid("Lines of a subscription cannot be removed.")
        invoice["_lists"]["lines"].remove(line["id"])
    return _changed(world, invoice)


def _line(
    world: World, invoice: Object, *, amount: int, price: Object | None = None, **fields: object
) -> Object:
    pricing = None
    if price:
        details = {"price": price["id"], "product": price["product"]}
        pricing = {
            "type": "price_details",
            "price_details": details,
            "unit_amount_decimal": str(price["unit_amount"]),
        }
    line = world.add(
        "line_item", "il", invoice=invoice["id"], amount=amount, subtotal=amount, currency=invoice["currency"],
        pricing=pricing, discountable=False, discounts=[], discount_amounts=[], pretax_credit_amounts=[], taxes=[],
        **{"quantity": 1, "period": {"start": world.now, "end": world.now}, **fields}, _rates=[],
    )  # fmt: skip
    invoice["_lists"]["lines"].append(line["id"])
    return line


def _set(world: World, line: Object, asked: Form) -> None:
    line["metadata"] |= asked.get("metadata") or {}
    if "tax_rates" in asked:
        line["_rates"] = list(asked["tax_rates"] or [])
        line["taxes"] = taxes.by_rates(world, line["amount"], line["_rates"])
    if asked.get("tax_amounts"):
        line["taxes"] = taxes.by_sums(world, asked["tax_amounts"])


def _require_no_rates(world: World, invoice: Object, asked: list[Form]) -> None:
    """Sums of tax are refused while any line of the invoice, or the invoice itself, has a tax rate."""
    rated = invoice["default_tax_rates"] or any(
        world.objects[each]["_rates"] for each in invoice["_lists"]["lines"]
    )
    if rated and any(each.get("tax_amounts") for each in asked):
        raise invalid(
            "You cannot set tax amounts when a line item has tax rates.", param="lines[0][tax_amounts]"
        )


def _held(world: World, invoice: Object, external_id: str) -> Object:
    if external_id not in invoice["_lists"]["lines"]:
        raise invalid("No such line on this invoice.", param="id", code="resource_missing")
    return world.objects[external_id]


def _draft(world: World, external_id: str) -> Object:
    invoice = world.get("invoice", external_id)
    if invoice["status"] != "draft":
        raise invalid("Finalized invoices can't be updated in this way", code="invoice_not_editable")
    return invoice


def _changed(world: World, invoice: Object) -> Object:
    recount(world, invoice)
    world.emit("invoice.updated", invoice)
    return invoice
