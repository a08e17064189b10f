"""Figures in words, as a finance manager writes them in English and in Dutch: sums, prices, numbers, days and spans."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from billing.money import Money, exponent
from billing.periods import Period
from billing.rating.canonical import plain
from billing.rating.shapes import Step, Unit

Language = Literal["en", "nl"]

MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
}  # fmt: skip
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
NARROW = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Words:
    """A name in both languages."""

    en: str
    nl: str


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs: as many decimals as it needs, and at least those of its currency."""

    amount: Decimal
    currency: str


UNITS = {
    "month": (Words("month", "maand"), Words("months", "maanden")),
    "year": (Words("year", "jaar"), Words("years", "jaar")),
    "seat": (Words("seat", "gebruiker"), Words("seats", "gebruikers")),
    "piece": (Words("piece", "stuk"), Words("pieces", "stuks")),
    "hour": (Words("hour", "uur"), Words("hours", "uur")),
    "once": (Words("time", "keer"), Words("times", "keer")),
    "sum": (Words("time", "keer"), Words("times", "keer")),
}  # fmt: skip

Figure = str | int | Decimal | date | Period | Money | Price | Words


def step(en: str, nl: str, **figures: Figure) -> Step:
    """One sentence of an explanation: the same figures filled into both languages."""
    return Step(
        words_en=en.format(**{name: spoken(figure, "en") for name, figure in figures.items()}),
        words_nl=nl.format(**{name: spoken(figure, "nl") for name, figure in figures.items()}),
        figures={name: bare(figure) for name, figure in figures.items()},
    )


def named(en: str, nl: str, **figures: Figure) -> Words:
    """A name with figures in it, in both languages."""
    sentence = step(en, nl, **figures)
    return Words(sentence.words_en, sentence.words_nl)


def counted(quantity: Decimal, unit: Unit) -> Words:
    """The word for so many of a unit."""
    one, more = UNITS[unit]
    return one if abs(quantity) == 1 else more


def spoken(figure: Figure, language: Language) -> str:
    """A figure as it is written in a language."""
    if isinstance(figure, Words):
        return figure.en if language == "en" else figure.nl
    if isinstance(figure, Money):
        return _signed(f"{abs(figure.major):f}", figure.currency, language, negative=figure.minor < 0)
    if isinstance(figure, Price):
        return _signed(_price(figure), figure.currency, language, negative=figure.amount < 0)
    if isinstance(figure, Period):
        return _span(figure, language)
    if isinstance(figure, date):
        return f"{figure.day} {MONTHS[language][figure.month - 1]} {figure.year}"
    return figure if isinstance(figure, str) else _grouped(plain(Decimal(figure)), language)


def bare(figure: Figure) -> str:
    """A figure as plain text for machines: sums in whole units of their currency, spans as two days."""
    if isinstance(figure, Money):
        return f"{figure.major:f}"
    if isinstance(figure, Price):
        return plain(figure.amount)
    if isinstance(figure, Period):
        return f"{figure.start}/{figure.end}"
    if isinstance(figure, Decimal):
        return plain(figure)
    return figure.en if isinstance(figure, Words) else str(figure)


def _price(price: Price) -> str:
    text, least = plain(abs(price.amount)), exponent(price.currency)
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(least, '0')}" if part or least else whole


def _signed(text: str, currency: str, language: Language, *, negative: bool) -> str:
    sign, minus = SIGNS.get(currency, currency), "-" if negative else ""
    if language == "nl":
        return f"{sign}{NARROW}{minus}{_grouped(text, language)}"
    space = "" if currency in SIGNS else NARROW
    return f"{minus}{sign}{space}{_grouped(text, language)}"


def _grouped(text: str, language: Language) -> str:
    minus, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, part = digits.partition(".")
    english = f"{minus}{int(whole):,}{point}{part}"
    return english if language == "en" else english.translate(str.maketrans(",.", ".,"))


def _span(period: Period, language: Language) -> str:
    first, last = period.start, period.end - timedelta(days=1)
    to = "to" if language == "en" else "t/m"
    if first == last:
        return spoken(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} {to} {spoken(last, language)}"
    return f"{spoken(first, language)} {to} {spoken(last, language)}"
