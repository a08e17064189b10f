"""Our invoice onto Stripe's: the lines, the VAT and the number put on its draft, read back, compared, made final."""

import stripe

from billing.gateways.port import GatewayRefused, Issued, IssueOrder, Mismatch
from billing.gateways.stripe import drafts, lines
from billing.gateways.stripe.asking import once

FINAL = frozenset({"open", "paid"})


def issue(client: stripe.StripeClient, order: IssueOrder, *, key: str) -> Issued:
    """The invoice at Stripe, final and equal to ours. Raises Mismatch before anything is final, NotYet, NoDraft, GatewayRefused."""
    invoice = drafts.find(client, order, key=key)
    if invoice.status == "draft":
        _prepare(client, invoice, order)
        _require_equal(client.v1.invoices.retrieve(invoice.id), order, number=order.number)
        # From here on Stripe may advance it: it asks again for what is not paid, as the account's settings say.
        invoice = client.v1.invoices.finalize_invoice(invoice.id, {"auto_advance": True}, once(key, "final"))
    elif invoice.status in FINAL:
        _take_over(client, invoice, order)
    else:
        raise GatewayRefused(reason=f"invoice-{invoice.status}")
    return _issued(invoice)


def _prepare(client: stripe.StripeClient, invoice: stripe.Invoice, order: IssueOrder) -> None:
    planned = lines.plan(lines.read(client, invoice.id), order)
    client.v1.invoices.update(
        invoice.id,
        {
            "auto_advance": False,
            "number": order.number,
            "default_tax_rates": "",
            "metadata": _marks(order),
        },
    )
    lines.carry_out(client, invoice.id, planned, order)


def _take_over(client: stripe.StripeClient, invoice: stripe.Invoice, order: IssueOrder) -> None:
    """One that is final already: by an earlier attempt, or the first of a subscription, whose number is Stripe's."""
    _require_equal(invoice, order, number=invoice.number or "")
    client.v1.invoices.update(invoice.id, {"metadata": _marks(order)})


def _marks(order: IssueOrder) -> dict[str, str]:
    return {"invoice_id": str(order.invoice_id), "debtor_id": str(order.debtor_id), "number": order.number}


def _require_equal(invoice: stripe.Invoice, order: IssueOrder, *, number: str) -> None:
    held = _issued(invoice)
    wanted = {
        "net": (order.net, held.net),
        "vat": (order.vat, held.vat),
        "total": (order.total, held.total),
        "currency": (order.currency, held.currency),
        "customer": (order.customer, str(invoice.customer)),
        "number": (number, held.number),
    }
    differences = {name: pair for name, pair in wanted.items() if pair[0] != pair[1]}
    if differences:
        raise Mismatch(dict(differences))


def _issued(invoice: stripe.Invoice) -> Issued:
    vat = sum(tax.amount for tax in invoice.total_taxes or ())
    return Issued(
        external_id=invoice.id,
        number=invoice.number or "",
        net=invoice.total_excluding_tax if invoice.total_excluding_tax is not None else invoice.total - vat,
        vat=vat,
        total=invoice.total,
        currency=invoice.currency.upper(),
        state="paid" if invoice.status == "paid" else "open",
        page_url=invoice.hosted_invoice_url or "",
    )
