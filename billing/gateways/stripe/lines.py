"""The lines of a draft: Stripe's own for the flat fees, ours to the cent or taken off again, and those that we add."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import stripe
from stripe.params import (
    InvoiceAddLinesParamsLine,
    InvoiceAddLinesParamsLineTaxAmount,
    InvoiceUpdateLinesParamsLine,
)

from billing.gateways.port import IssueLine, IssueOrder
from billing.gateways.stripe.catalogue import ours
from billing.gateways.stripe.pairing import Pair, paired
from billing.gateways.stripe.taxing import spread

OURS = "motorblok_line"
OUTDATED = "outdated"
AT_ONCE = 100
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a draft shall hold: Stripe's lines with ours that each stands for, our other lines, and what takes off outdated ones.

    `rated` are all of Stripe's lines, which bear its tax rates; `stale` are lines of an earlier attempt to take away;
    `is_there` says that an earlier attempt has added all of ours.
    """

    theirs: tuple[Pair, ...]
    rated: tuple[stripe.InvoiceLineItem, ...]
    ours: tuple[IssueLine, ...]
    balancing: tuple[IssueLine, ...]
    stale: tuple[stripe.InvoiceLineItem, ...]
    is_there: bool


def plan(lines: Sequence[stripe.InvoiceLineItem], order: IssueOrder) -> Plan:
    """Compare a draft with our invoice. Raises Mismatch where a flat fee on it is neither ours nor what was asked for."""
    ours_there = tuple(line for line in lines if OURS in ours(line.metadata))
    theirs = [line for line in lines if OURS not in ours(line.metadata)]
    flat = [line for line in order.lines if _is_theirs(line, order)]
    found = paired(theirs, flat, asked=order.asked)
    added = (*found.unknown, *(line for line in order.lines if not _is_theirs(line, order)))
    balancing = tuple(_off(line, order) for line in found.outdated)
    is_there = sorted((line.amount, line.description) for line in ours_there) == sorted(
        (line.amount, _told(line)) for line in (*added, *balancing)
    )
    return Plan(
        theirs=found.pairs,
        rated=tuple(theirs),
        ours=added,
        balancing=balancing,
        stale=() if is_there else ours_there,
        is_there=is_there,
    )


def read(client: stripe.StripeClient, invoice: str) -> tuple[stripe.InvoiceLineItem, ...]:
    """All lines of an invoice, in their order, with the prices of the flat fees."""
    found = client.v1.invoices.line_items.list(
        invoice, {"limit": 100, "expand": ["data.pricing.price_details.price"]}
    )
    return tuple(found.auto_paging_iter())


def carry_out(client: stripe.StripeClient, invoice: str, planned: Plan, order: IssueOrder) -> None:
    """Make the lines of a draft as planned, with the VAT of every line as it comes to on our invoice.

    What an earlier attempt added is seen on the draft and not added again: no key could tell how far it came.
    """
    if planned.stale:
        client.v1.invoices.remove_lines(
            invoice, {"lines": [{"id": line.id, "behavior": "delete"} for line in planned.stale]}
        )
    taxes = spread([*(line for _, line in planned.theirs), *planned.ours], order.vats)
    _tax_theirs(client, invoice, planned, taxes[: len(planned.theirs)])
    if not planned.is_there:
        taxed = [
            _asked(line, tax) for line, tax in zip(planned.ours, taxes[len(planned.theirs) :], strict=True)
        ]
        _add(client, invoice, [*taxed, *(_asked(line) for line in planned.balancing)])


def _is_theirs(line: IssueLine, order: IssueOrder) -> bool:
    return bool(line.flat and order.subscription)


def _told(line: IssueLine) -> str:
    return line.description[:LONGEST]


def _tax_theirs(
    client: stripe.StripeClient,
    invoice: str,
    planned: Plan,
    taxes: Sequence[InvoiceAddLinesParamsLineTaxAmount],
) -> None:
    """First their tax rates go, from all lines: Stripe takes no sums of tax while any line of the invoice has a rate."""
    bare: list[InvoiceUpdateLinesParamsLine] = [{"id": line.id, "tax_rates": ""} for line in planned.rated]
    if bare:
        client.v1.invoices.update_lines(invoice, {"lines": bare})
    taxed: list[InvoiceUpdateLinesParamsLine] = [
        {"id": line.id, "tax_amounts": [{**tax}]}
        for (line, _), tax in zip(planned.theirs, taxes, strict=True)
    ]
    if taxed:
        client.v1.invoices.update_lines(invoice, {"lines": taxed})


def _off(line: stripe.InvoiceLineItem, order: IssueOrder) -> IssueLine:
    """What takes off a fee that no longer holds; neither of the two bears VAT."""
    return IssueLine(
        code=OUTDATED,
        description=f"{order.replaced}: {line.description or ''}",
        amount=-line.amount,
        vat_percent=Decimal(0),
        vat_code="",
    )


def _asked(
    line: IssueLine, tax: InvoiceAddLinesParamsLineTaxAmount | None = None
) -> InvoiceAddLinesParamsLine:
    asked: InvoiceAddLinesParamsLine = {
        "amount": line.amount,
        "description": _told(line),
        "discountable": False,
        "metadata": {OURS: line.code},
    }
    return {**asked, "tax_amounts": [tax]} if tax else asked


def _add(client: stripe.StripeClient, invoice: str, asked: Sequence[InvoiceAddLinesParamsLine]) -> None:
    for start in range(0, len(asked), AT_ONCE):
        client.v1.invoices.add_lines(invoice, {"lines": [*asked[start : start + AT_ONCE]]})
