"""Pretended invoices: taken over from a draft or made new, final when they are equal to ours, credited and paid back."""

from django.db import IntegrityError, transaction

from billing.gateways.fake.balance import keep_for, take_off
from billing.gateways.fake.paying import page_url, pay_back
from billing.gateways.fake.sums import (
    line_of,
    net_and_vat,
    rates,
    require_equal,
    require_flat,
)
from billing.gateways.fake.world import World, every, known
from billing.gateways.port import CreditOrder, GatewayRefused, Issued, IssueOrder, NoDraft, NotYet
from billing.models.fake import FakeObject

FINAL = ("open", "paid")


def issue(world: World, order: IssueOrder) -> Issued:
    """The invoice, final and equal to ours. Raises Mismatch before it is final, NotYet, NoDraft, GatewayRefused."""
    held = _find(order)
    if held is None:
        held = blank(world, order.customer, order.currency, order.subscription)
    if held.state == "draft":
        _fill(held, order)
        make_final(world, held, number=order.number)
    elif held.state in FINAL:
        _require_equal(held, order)
        _mark(held, order)
        world.keep(held)
    else:
        raise GatewayRefused(reason=f"invoice-{held.state}")
    return issued(held)


def blank(world: World, customer: str, currency: str, subscription: str = "") -> FakeObject:
    """A draft without a line."""
    body = {"currency": currency, "lines": [], "net": 0, "vat": 0, "total": 0, "owed": 0, "credited": 0}
    return world.add("invoice", "draft", customer=customer, parent=subscription, body=body)


def count(invoice: FakeObject) -> None:
    """Reckon its sums from its lines."""
    net, vat = net_and_vat(invoice.body["lines"])
    invoice.body |= {"net": net, "vat": vat, "total": net + vat, "owed": max(net + vat, 0)}


def make_final(world: World, invoice: FakeObject, *, number: str) -> None:
    """Give it its number and take off what is kept; where nothing is left it is paid. Raises GatewayRefused where the number is taken."""
    take_off(world, invoice)
    invoice.number, invoice.state = number, "open" if invoice.body["owed"] else "paid"
    try:
        with transaction.atomic():
            world.keep(invoice, told="invoice.finalized")
    except IntegrityError as error:
        raise GatewayRefused(reason="number-taken", field="number") from error


def issued(invoice: FakeObject) -> Issued:
    """It as it is held."""
    body = invoice.body
    return Issued(
        external_id=invoice.id,
        number=invoice.number or "",
        net=body["net"],
        vat=body["vat"],
        total=body["total"],
        currency=body["currency"],
        state="paid" if invoice.state == "paid" else "open",
        page_url=page_url(invoice.id),
    )


def credit(world: World, order: CreditOrder) -> str:
    """The credit note, made once. Raises Mismatch, GatewayRefused."""
    if made := every("credit_note", ours_id=str(order.credit_note_id)).first():
        return made.id
    invoice = known("invoice", order.external_invoice)
    if invoice is None or invoice.state not in FINAL:
        raise GatewayRefused(reason="no-final-invoice")
    lines = [line_of(line) for line in order.lines]
    net, vat = net_and_vat(lines)
    require_equal(
        {"vat": sum(each.amount for each in order.vats), "total": order.total, "currency": order.currency},
        {"vat": vat, "total": net + vat, "currency": invoice.body["currency"]},
    )
    if rates(lines) - rates(invoice.body["lines"]):
        raise GatewayRefused(reason="rate-not-on-invoice", field="vats")
    if order.total > invoice.body["total"] - invoice.body["credited"]:
        raise GatewayRefused(reason="more-than-invoice", field="total")
    return _credited(world, invoice, order).id


def _find(order: IssueOrder) -> FakeObject | None:
    """The invoice of an earlier attempt, or the oldest of the subscription that carries none of ours."""
    if made := every("invoice", ours_id=str(order.invoice_id)).first():
        return made
    if not order.subscription:
        return None
    free = every("invoice", parent=order.subscription, ours_id="").exclude(state="void")
    found = free.filter(id=order.draft).first() if order.draft else free.first()
    if found is None:
        subscription = known("subscription", order.subscription)
        raise NoDraft if subscription and subscription.state == "ended" else NotYet
    return found


def _fill(invoice: FakeObject, order: IssueOrder) -> None:
    lines = [line_of(line) for line in order.lines]
    if order.subscription:
        asked = [[line_of(fee) for fee in fees] for fees in order.asked]
        require_flat(invoice.body["lines"], lines, asked=asked)
    invoice.body["lines"] = lines
    count(invoice)
    _mark(invoice, order)
    _require_equal(invoice, order)


def _mark(invoice: FakeObject, order: IssueOrder) -> None:
    invoice.ours_id = str(order.invoice_id)
    invoice.body["ours"] = {"debtor_id": str(order.debtor_id), "number": order.number}


def _require_equal(invoice: FakeObject, order: IssueOrder) -> None:
    wanted = {"net": order.net, "vat": order.vat, "total": order.total, "currency": order.currency}
    require_equal(wanted, {name: invoice.body[name] for name in wanted})


def _credited(world: World, invoice: FakeObject, order: CreditOrder) -> FakeObject:
    off = min(invoice.body["owed"], order.total)
    back = order.total - off
    invoice.body["owed"] -= off
    invoice.body["credited"] += order.total
    if not invoice.body["owed"]:
        invoice.state = "paid"
    world.keep(invoice)
    if back and order.payback == "refund":
        pay_back(world, invoice, back)
    if back and order.payback == "balance":
        keep_for(world, invoice.customer, back)
    body = {
        "total": order.total,
        "currency": order.currency,
        "off_the_invoice": off,
        "paid_back": back,
        "ours": {"debtor_id": str(order.debtor_id), "number": order.number},
    }
    return world.add(
        "credit_note",
        "issued",
        customer=invoice.customer,
        parent=invoice.id,
        ours_id=str(order.credit_note_id),
        body=body,
    )
