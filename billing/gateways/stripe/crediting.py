"""Our credit notes onto Stripe's: one line for each rate of VAT, previewed, compared, made once."""

from collections.abc import Mapping

import stripe
from stripe.params import CreditNoteCreateParamsLine, CreditNotePreviewParams

from billing.gateways.port import CreditOrder, GatewayRefused, Mismatch, VatSum
from billing.gateways.stripe.asking import once
from billing.gateways.stripe.catalogue import ours, vat_mark


def credit(client: stripe.StripeClient, order: CreditOrder, *, key: str) -> str:
    """The id of the credit note, made once. Raises Mismatch before it is made, GatewayRefused."""
    for made in client.v1.credit_notes.list(
        {"invoice": order.external_invoice, "limit": 100}
    ).auto_paging_iter():
        if ours(made.metadata).get("credit_note_id") == str(order.credit_note_id) and made.status == "issued":
            return made.id
    asked = _asked(client, order)
    _require_equal(client.v1.credit_notes.preview(asked), order)
    return client.v1.credit_notes.create(
        {
            **asked,
            "metadata": {
                "credit_note_id": str(order.credit_note_id),
                "debtor_id": str(order.debtor_id),
                "number": order.number,
            },
        },
        once(key, "credit"),
    ).id


def _asked(client: stripe.StripeClient, order: CreditOrder) -> CreditNotePreviewParams:
    invoice = client.v1.invoices.retrieve(order.external_invoice)
    rates = _rates(client, invoice.id)
    asked: CreditNotePreviewParams = {
        "invoice": invoice.id,
        "lines": [_line(vat, order, rates) for vat in order.vats],
        "memo": order.number,
        "email_type": "none",
    }
    back = max(order.total - invoice.amount_remaining, 0)
    if back and order.payback == "balance":
        asked["credit_amount"] = back
    elif back and order.payback == "refund":
        asked["refund_amount"] = back
    elif back:
        asked["out_of_band_amount"] = back
    return asked


def _line(vat: VatSum, order: CreditOrder, rates: Mapping[str, stripe.TaxRate]) -> CreditNoteCreateParamsLine:
    told = [
        each.description
        for each in order.lines
        if (each.vat_percent, each.vat_code) == (vat.percent, vat.code)
    ]
    rate = rates.get(vat_mark(vat.percent, vat.code, vat.country))
    if rate is None:
        raise GatewayRefused(reason="rate-not-on-invoice", field="vats")
    line: CreditNoteCreateParamsLine = {
        "type": "custom_line_item",
        "description": "; ".join(told)[:500] or order.number,
        "quantity": 1,
        "unit_amount": vat.base,
    }
    if ours(rate.metadata).get("motorblok"):  # a rate that we made: Stripe takes no sums of tax for it
        return {**line, "tax_rates": [rate.id]}
    return {
        **line,
        "tax_amounts": [{"amount": vat.amount, "taxable_amount": vat.base, "tax_rate": rate.id}],
    }


def _rates(client: stripe.StripeClient, invoice: str) -> Mapping[str, stripe.TaxRate]:
    """The tax rates on the lines of an invoice by how we know them (catalogue.vat_mark)."""
    lines = client.v1.invoices.line_items.list(invoice, {"limit": 100}).auto_paging_iter()
    ids = {
        tax.tax_rate_details.tax_rate for line in lines for tax in line.taxes or () if tax.tax_rate_details
    }
    found = [client.v1.tax_rates.retrieve(rate) for rate in sorted(ids)]
    return {rate.description or "": rate for rate in found}


def _require_equal(preview: stripe.CreditNote, order: CreditOrder) -> None:
    vat = sum(tax.amount for tax in preview.total_taxes or ())
    wanted = {
        "vat": (sum(each.amount for each in order.vats), vat),
        "total": (order.total, preview.total),
        "currency": (order.currency, preview.currency.upper()),
    }
    differences = {name: pair for name, pair in wanted.items() if pair[0] != pair[1]}
    if differences:
        raise Mismatch(dict(differences))
