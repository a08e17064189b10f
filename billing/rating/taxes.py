"""VAT: which rate and code each line has, and the tax on the sum of the rounded lines of each (EN 16931 BR-CO-17)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from billing.money import half_up
from billing.rating.shapes import ZERO, Line, TaxLine, TaxProfile
from billing.refusing import Refused

VAT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")


class NoRate(Refused):
    """A line has a VAT category for which no rate was given."""

    code = "no-vat-rate"


class NoVatNumber(Refused):
    """VAT was to be reversed to a buyer who has no VAT number."""

    code = "no-vat-number"


@dataclass(frozen=True, slots=True)
class Untaxed:
    """The code of EN 16931 for a treatment without VAT, and the reason that is printed where none is given."""

    code: str
    reason_en: str
    reason_nl: str


UNTAXED = {
    "reverse_charge": Untaxed(
        "AE",
        "VAT reverse charged: article 196 of Directive 2006/112/EC",
        "Btw verlegd: artikel 196 van Richtlijn 2006/112/EG",
    ),
    "outside_eu": Untaxed(
        "G", "Supplied outside the EU: no VAT is charged", "Geleverd buiten de EU: geen btw"
    ),
    "exempt": Untaxed("E", "Exempt from VAT", "Vrijgesteld van btw"),
}


def check(tax: TaxProfile) -> None:
    """Raises NoVatNumber where VAT is reversed and either party has no number that can be one."""
    if tax.treatment == "reverse_charge":
        _require_number(tax.buyer_vat, en="client", nl="klant", field="buyer_vat")
        _require_number(tax.seller_vat, en="seller", nl="verkoper", field="seller_vat")


def taxed(line: Line, tax: TaxProfile) -> Line:
    """The line with its VAT code and rate. Raises NoRate."""
    if tax.treatment in UNTAXED:
        return replace(line, vat_percent=ZERO, vat_code=UNTAXED[tax.treatment].code)
    if line.vat_category not in tax.rates:
        raise NoRate(
            f"There is no VAT rate for {line.vat_category} ({line.name_en}); add it to the VAT profile.",
            f"Er is geen btw-tarief voor {line.vat_category} ({line.name_nl}); voeg het toe aan het btw-profiel.",
            field=line.vat_category,
        )
    percent = tax.rates[line.vat_category]
    return replace(line, vat_percent=percent, vat_code="S" if percent else "Z")


def taxes(lines: Sequence[Line], tax: TaxProfile) -> tuple[TaxLine, ...]:
    """The VAT of taxed lines, by code and rate, the highest rate first; rounded once each."""
    bases: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        key = (line.vat_code, line.vat_percent)
        bases[key] = bases.get(key, 0) + line.amount
    ordered = sorted(bases, key=lambda key: (-key[1], key[0]))
    return tuple(_tax(code, percent, bases[code, percent], tax) for code, percent in ordered)


def _tax(code: str, percent: Decimal, base: int, tax: TaxProfile) -> TaxLine:
    untaxed = UNTAXED.get(tax.treatment)
    return TaxLine(
        code=code,
        percent=percent,
        base=base,
        amount=half_up(Fraction(base) * Fraction(percent) / 100),
        reason_en=(tax.reason_en or untaxed.reason_en) if untaxed else "",
        reason_nl=(tax.reason_nl or untaxed.reason_nl) if untaxed else "",
    )


def _require_number(number: str, *, en: str, nl: str, field: str) -> None:
    if not VAT_NUMBER.fullmatch(re.sub(r"[\s.-]", "", number).upper()):
        raise NoVatNumber(
            f"VAT cannot be reversed without the {en}'s VAT number ({number or 'none given'}); "
            "write it with its country, as in NL123456789B01.",
            f"De btw kan niet worden verlegd zonder btw-nummer van de {nl} ({number or 'geen opgegeven'}); "
            "schrijf het met de landcode, zoals NL123456789B01.",
            field=field,
        )
