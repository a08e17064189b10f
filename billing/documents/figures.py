"""Figures as they stand on a paper, in columns and in the sentence that asks for the money."""

from decimal import Decimal

from billing.documents.paper import Paper
from billing.documents.parts import Exchange, Quote
from billing.documents.references import grouped
from billing.documents.words import in_words, word
from billing.money import Money, exponent, major
from billing.rating.canonical import plain
from billing.rating.wording import Language, Words, spoken

NARROW = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

SETTLED = Words(
    "This sum is set off against what is still open, or paid back to you.",
    "Dit bedrag wordt verrekend met wat nog openstaat, of aan u terugbetaald.",
)
NOTHING = Words("There is nothing to be paid.", "Er hoeft niets te worden betaald.")
COLLECTED = Words(
    "This sum is collected in the way that you chose; there is nothing to transfer.",
    "Dit bedrag wordt geïnd op de manier die u hebt gekozen; u hoeft niets over te maken.",
)


def sum_in(paper: Paper, minor: int) -> str:
    """A sum with the sign of the paper's currency."""
    return spoken(Money(minor, paper.currency), paper.language).replace("-", MINUS)


def column(minor: int, *, currency: str, language: Language) -> str:
    """A sum for a column, without its currency's sign: 1,250.00 or 1.250,00."""
    return _written(major(minor, currency=currency), exponent(currency), language)


def price(amount: Decimal, *, currency: str, language: Language) -> str:
    """A price for a column: as many decimals as it needs, and at least those of its currency."""
    return _written(amount, max(exponent(currency), len(plain(amount).partition(".")[2])), language)


def quantity(amount: Decimal, language: Language) -> str:
    """A quantity without needless zeros."""
    return spoken(amount, language).replace("-", MINUS)


def percent(value: Decimal, language: Language) -> str:
    """A percentage, as in 21 %."""
    return f"{spoken(value, language)}{NARROW}%"


def own_vat(paper: Paper) -> str:
    """In one sentence the VAT in the seller's own currency and by which rates; "" where the paper is in that currency."""
    return stated(paper.vat, paper.currency, exchange=paper.exchange, language=paper.language)


def stated(vat: int, currency: str, *, exchange: Exchange | None, language: Language) -> str:
    """The same of any sum of VAT."""
    if exchange is None:
        return ""
    worth = Money(exchange.worth(vat, currency=currency), exchange.currency)
    rates = ", ".join(_quoted(each, language) for each in exchange.quotes)
    return word("own_vat", language).format(
        currency=exchange.currency, sum=spoken(worth, language).replace("-", MINUS), rates=rates
    )


def _quoted(quote: Quote, language: Language) -> str:
    worth, day = spoken(quote.per_euro, language), spoken(quote.on, language)
    return f"1 EUR = {worth} {quote.currency} ({quote.source}, {day})"


def payment_terms(paper: Paper) -> str:
    """In one sentence what is to be done about the sum, and until when."""
    return in_words(_terms(paper), paper.language)


def _terms(paper: Paper) -> Words:
    if paper.kind == "credit_note" or paper.payable < 0:
        return SETTLED
    if paper.payable == 0:
        return NOTHING
    if paper.transfer is None or paper.due_on is None:
        return COLLECTED
    to = grouped(paper.transfer.reference)
    return Words(
        f"Please transfer it by {spoken(paper.due_on, 'en')}, with the reference {to}.",
        f"Wilt u het uiterlijk {spoken(paper.due_on, 'nl')} overmaken, met kenmerk {to}?",
    )


def _written(value: Decimal, places: int, language: Language) -> str:
    text = f"{value:,.{places}f}".replace("-", MINUS)
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
