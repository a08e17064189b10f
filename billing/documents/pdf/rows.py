"""The rows of the tables on a printed paper: lines, VAT by rate, and totals."""

from typing import Any

from billing.documents.figures import column, percent, price, quantity, sum_in
from billing.documents.paper import Paper
from billing.documents.parts import PaperLine
from billing.documents.words import in_words, word
from billing.money import Money
from billing.rating.shapes import TaxLine
from billing.rating.wording import Price, counted, spoken

PLAIN = ("once", "sum")
"""Units that go without saying."""


def line_row(line: PaperLine, paper: Paper) -> dict[str, Any]:
    """A line with what stands below its name: its days, and the sentences that explain it."""
    currency, language = paper.currency, paper.language
    unit = "" if line.unit in PLAIN else in_words(counted(line.quantity, line.unit), language)
    return {
        "name": in_words(line.name, language),
        "below": _below(line, paper),
        "quantity": quantity(line.quantity, language),
        "unit": unit,
        "price": price(line.unit_price, currency=currency, language=language),
        "vat": percent(line.vat_percent, language),
        "amount": column(line.amount, currency=currency, language=language),
    }


def tax_row(tax: TaxLine, paper: Paper) -> dict[str, str]:
    """The VAT of one rate."""
    currency, language = paper.currency, paper.language
    return {
        "rate": percent(tax.percent, language),
        "base": column(tax.base, currency=currency, language=language),
        "amount": column(tax.amount, currency=currency, language=language),
    }


def total_rows(paper: Paper) -> list[list[str]]:
    """From the sum of the lines to the total; where some was paid before, on to what is left. The last is the one to see."""
    sums = [("net", paper.net), ("vat_total", paper.vat), ("total", paper.total)]
    if paper.paid:
        sums += [("paid", -paper.paid), ("to_pay", paper.payable)]
    return [[word(name, paper.language), sum_in(paper, minor)] for name, minor in sums]


def _below(line: PaperLine, paper: Paper) -> list[str]:
    name, days = in_words(line.name, paper.language), spoken(line.period, paper.language)
    sentences = [in_words(step, paper.language) for step in line.explanation]
    told = [sentence for sentence in sentences if sentence != _product(line, paper)]
    # The days of the whole paper stand at its head.
    return told if days in name or line.period == paper.period else [days, *told]


def _product(line: PaperLine, paper: Paper) -> str:
    # What the columns say already: quantity times price is the amount.
    counted_as = in_words(counted(line.quantity, line.unit), paper.language)
    each = spoken(Price(line.unit_price, paper.currency), paper.language)
    amount = spoken(Money(line.amount, paper.currency), paper.language)
    return f"{spoken(line.quantity, paper.language)} {counted_as} × {each} = {amount}."
