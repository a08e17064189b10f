"""How the VAT of a rate, which is ours to the cent, is spread over the lines that bear it, as Stripe wants it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from stripe.params import InvoiceAddLinesParamsLineTaxAmount

from billing.gateways.port import IssueLine, VatSum
from billing.gateways.stripe.catalogue import vat_mark
from billing.money import half_up

REASONS: Mapping[str, str] = {
    "S": "standard_rated",
    "Z": "zero_rated",
    "E": "product_exempt",
    "AE": "reverse_charge",
    "G": "not_subject_to_tax",
}
"""The codes of EN 16931 in Stripe's words."""

Rate = tuple[Decimal, str]


def spread(
    lines: Iterable[IssueLine], vats: Iterable[VatSum]
) -> tuple[InvoiceAddLinesParamsLineTaxAmount, ...]:
    """The VAT of each line, such that every rate comes to what it is on our invoice.

    Each line gets what the running sum rounds to with it, less what it rounded to before; a cent that our rounding
    moved elsewhere goes to the last line of its rate. Raises KeyError where a line bears a rate without a sum.
    """
    left = {(vat.percent, vat.code): vat for vat in vats}
    given = tuple(lines)
    last = {_rate(line): position for position, line in enumerate(given)}
    running: dict[Rate, tuple[int, int]] = {}
    return tuple(
        _tax(line, left[_rate(line)], running, is_last=last[_rate(line)] == position)
        for position, line in enumerate(given)
    )


def _tax(
    line: IssueLine, vat: VatSum, running: dict[Rate, tuple[int, int]], *, is_last: bool
) -> InvoiceAddLinesParamsLineTaxAmount:
    base, spent = running.get(_rate(line), (0, 0))
    base += line.amount
    reached = vat.amount if is_last else half_up(Fraction(base) * Fraction(vat.percent) / 100)
    running[_rate(line)] = (base, reached)
    return {
        "amount": reached - spent,
        "taxable_amount": line.amount,
        "taxability_reason": REASONS.get(vat.code, "standard_rated"),
        "tax_rate_data": {
            "display_name": "VAT",
            "percentage": float(vat.percent),
            "inclusive": False,
            "country": vat.country,
            "tax_type": "vat",
            "description": vat_mark(vat.percent, vat.code, vat.country),
        },
    }


def _rate(line: IssueLine) -> Rate:
    return (line.vat_percent, line.vat_code)
