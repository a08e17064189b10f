"""What makes a paper wrong is refused before anybody gets it: sums that differ, parties without what the law asks for."""

import re
from collections.abc import Sequence
from fractions import Fraction

from billing.documents.parts import Corrected, Exchange, PaperLine, Party
from billing.money import EURO, half_up, rounded
from billing.rating.shapes import TaxLine
from billing.refusing import Refused

COUNTRY = re.compile("[A-Z]{2}")
WITHOUT_VAT = frozenset({"AE", "E", "G"})
"""The codes of EN 16931 under which no VAT is charged, and for which a reason has to be printed."""


class NothingToPrint(Refused):
    """There is no number yet, or no line."""

    code = "nothing-to-print"


class SumsDiffer(Refused):
    """Lines, VAT and total do not add up."""

    code = "sums-differ"


class PartyIncomplete(Refused):
    """Something is missing of a party that the law wants to see (VAT Directive art. 226)."""

    code = "party-incomplete"


class CannotBePrinted(Refused):
    """A price is negative, a credit note names no invoice, or a currency has no quote."""

    code = "cannot-be-printed"


def something(number: str, lines: Sequence[PaperLine]) -> None:
    """Raises NothingToPrint."""
    if not number or not lines:
        raise NothingToPrint(
            "There is nothing to print: an invoice needs a number and at least one line. Make it final first.",
            "Er valt niets af te drukken: een factuur heeft een nummer en ten minste één regel nodig. "
            "Maak de factuur eerst definitief.",
        )


def correction(corrects: Corrected | None, *, needed: bool) -> None:
    """Raises CannotBePrinted where a credit note does not say what it corrects."""
    if needed and corrects is None:
        raise CannotBePrinted(
            "A credit note must name the invoice that it corrects.",
            "Een creditnota moet de factuur noemen die zij corrigeert.",
            field="corrects",
        )


def exchange(exchange: Exchange | None, *, currency: str) -> None:
    """Raises CannotBePrinted unless the VAT can be stated in the seller's own, other currency."""
    if exchange is None:
        return
    quoted = {each.currency for each in exchange.quotes if each.per_euro > 0} | {EURO}
    if exchange.currency == currency or not {exchange.currency, currency} <= quoted:
        raise CannotBePrinted(
            f"There is no way to state VAT of {currency} in {exchange.currency}: an exchange rate is missing.",
            f"De btw in {currency} kan niet in {exchange.currency} worden vermeld: er ontbreekt een wisselkoers.",
            field="exchange",
        )


def parties(seller: Party, buyer: Party, *, reversed_: bool) -> None:
    """Raises PartyIncomplete; both need a VAT number where VAT is reversed, the seller always."""
    _address(seller, en="seller", nl="verkoper", field="seller")
    _address(buyer, en="client", nl="klant", field="buyer")
    if not seller.vat_number:
        raise _incomplete("seller", "VAT number", "verkoper", "btw-nummer", field="seller")
    if reversed_ and not buyer.vat_number:
        raise _incomplete(
            "client",
            "VAT number, without which VAT cannot be reversed",
            "klant",
            "btw-nummer, zonder welk de btw niet kan worden verlegd",
            field="buyer",
        )


def lines(printed: Sequence[PaperLine], *, currency: str) -> None:
    """Raises CannotBePrinted for a negative price (EN 16931 BR-27), SumsDiffer for a line that is not its own product."""
    for line in printed:
        if line.unit_price < 0:
            raise CannotBePrinted(
                f"The price of {line.name.en} is negative; write a negative quantity instead.",
                f"De prijs van {line.name.nl} is negatief; schrijf in plaats daarvan een negatief aantal.",
                field=line.code,
            )
        product = rounded(Fraction(line.quantity) * Fraction(line.unit_price), currency=currency)
        _same(product, line.amount, line.name.en, line.name.nl)


def taxes(levied: Sequence[TaxLine], *, lines: Sequence[PaperLine]) -> None:
    """Raises SumsDiffer unless each rate stands once, on the sum of its lines, with a reason where there is no VAT."""
    bases: dict[tuple[str, Fraction], int] = {}
    for line in lines:
        key = (line.vat_code, Fraction(line.vat_percent))
        bases[key] = bases.get(key, 0) + line.amount
    if sorted(bases.items()) != sorted(((tax.code, Fraction(tax.percent)), tax.base) for tax in levied):
        raise _differ("the VAT table", "de btw-tabel")
    for tax in levied:
        _same(half_up(Fraction(tax.base) * Fraction(tax.percent) / 100), tax.amount, "VAT", "btw")
        if (tax.code in WITHOUT_VAT) != bool(tax.reason_en and tax.reason_nl):
            raise _differ("the reason for no VAT", "de reden waarom geen btw wordt berekend")


def sums(lines: Sequence[PaperLine], taxes: Sequence[TaxLine], *, net: int, vat: int, total: int) -> None:
    """Raises SumsDiffer unless lines, VAT and total add up."""
    _same(sum(line.amount for line in lines), net, "lines", "regels")
    _same(sum(tax.amount for tax in taxes), vat, "VAT", "btw")
    _same(net + vat, total, "total", "totaal")


def _address(party: Party, *, en: str, nl: str, field: str) -> None:
    country = COUNTRY.fullmatch(party.country)
    for value, what_en, what_nl in (
        (party.legal_name.strip(), "name", "naam"),
        (party.city.strip(), "city", "plaats"),
        (country, "country of two letters", "land van twee letters"),
    ):
        if not value:
            raise _incomplete(en, what_en, nl, what_nl, field=field)


def _incomplete(en: str, what_en: str, nl: str, what_nl: str, *, field: str) -> PartyIncomplete:
    return PartyIncomplete(
        f"The invoice cannot be made: the {en} has no {what_en}. Complete the invoice address.",
        f"De factuur kan niet worden gemaakt: de {nl} heeft geen {what_nl}. Vul het factuuradres aan.",
        field=field,
    )


def _same(counted: int, said: int, en: str, nl: str) -> None:
    if counted != said:
        raise _differ(f"{en}: {counted} against {said}", f"{nl}: {counted} tegenover {said}")


def _differ(en: str, nl: str) -> SumsDiffer:
    return SumsDiffer(
        f"The invoice does not add up ({en}), so it is not printed; this must be looked into first.",
        f"De factuur telt niet op ({nl}) en wordt dus niet afgedrukt; dit moet eerst worden uitgezocht.",
    )
