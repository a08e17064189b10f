"""The lines of a draft: Stripe's own for the flat fees, which must be ours to the cent, and those that we add."""

from collections.abc import Sequence
from dataclasses import dataclass

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
AT_ONCE = 100
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a draft shall hold: Stripe's lines with ours that each stands for, and the lines to add.

    `rated` are all of Stripe's lines, which bear its tax rates; `stale` are lines of an earlier attempt to take away.
    """

    theirs: tuple[Pair, ...]
    rated: tuple[stripe.InvoiceLineItem, ...]
    added: tuple[IssueLine, ...]
    stale: tuple[stripe.InvoiceLineItem, ...]


def plan(lines: Sequence[stripe.InvoiceLineItem], order: IssueOrder) -> Plan:
    """Compare a draft with our invoice. Raises Mismatch where a flat fee on it is not the one on ours."""
    ours_there = tuple(line for line in lines if OURS in ours(line.metadata))
    theirs = [line for line in lines if OURS not in ours(line.metadata)]
    added = tuple(line for line in order.lines if not _is_theirs(line, order))
    is_done = sorted((line.amount, line.description) for line in ours_there) == sorted(
        (line.amount, _told(line)) for line in added
    )
    return Plan(
        theirs=paired(theirs, [line for line in order.lines if _is_theirs(line, order)]),
        rated=tuple(theirs),
        added=() if is_done else added,
        stale=() if is_done else ours_there,
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
    every = [line for _, line in planned.theirs] + [
        line for line in order.lines if not _is_theirs(line, order)
    ]
    taxes = spread(every, order.vats)
    _tax_theirs(client, invoice, planned, taxes[: len(planned.theirs)])
    _add(client, invoice, planned.added, taxes[len(planned.theirs) :])


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


def _add(
    client: stripe.StripeClient,
    invoice: str,
    added: Sequence[IssueLine],
    taxes: Sequence[InvoiceAddLinesParamsLineTaxAmount],
) -> None:
    asked: list[InvoiceAddLinesParamsLine] = [
        {
            "amount": line.amount,
            "description": _told(line),
            "discountable": False,
            "tax_amounts": [tax],
            "metadata": {OURS: line.code},
        }
        for line, tax in zip(added, taxes, strict=False)
    ]
    for start in range(0, len(asked), AT_ONCE):
        client.v1.invoices.add_lines(invoice, {"lines": asked[start : start + AT_ONCE]})
