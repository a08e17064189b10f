"""A line of an invoice as it is shown: its words and figures in one language, and what is behind it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast
from uuid import UUID

from billing.models import InvoiceLine
from billing.periods import Period
from billing.rating.canonical import plain
from billing.rating.shapes import Line, TaxLine, Unit
from billing.rating.wording import Language, Price, counted, spoken

CREDIT = re.compile(r"^evidence:credit:([0-9a-f-]{36})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """One line; `amount` in minor units of `currency`, `records` how many records of usage stand on it.

    `much` is its quantity in words ("3 seats"), `each` the price of one; `credit_id` is the credit that it posts.
    """

    position: int
    name: str
    service_line: str
    kind: str
    much: str
    each: str
    amount: int
    currency: str
    vat: str
    period: str
    steps: tuple[str, ...]
    records: int = 0
    credit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaxShown:
    """VAT at one rate; a reason where none is charged."""

    percent: str
    base: int
    amount: int
    reason: str


def kept_lines(
    lines: Iterable[InvoiceLine], *, currency: str, language: Language, records: Mapping[int, int]
) -> tuple[LineShown, ...]:
    """The lines of an invoice that is written down; `records` of usage by their positions."""
    return tuple(
        LineShown(
            position=line.position,
            name=line.name_nl if language == "nl" else line.name_en,
            period=spoken(Period(line.period_start_on, line.period_end_on), language),
            steps=tuple(str(step[f"words_{language}"]) for step in line.explanation),
            records=records.get(line.position, 0),
            **_figures(line, line.refs, currency, language),  # type: ignore[arg-type]
        )
        for line in lines
    )


def rated_lines(lines: Iterable[Line], *, currency: str, language: Language) -> tuple[LineShown, ...]:
    """The lines of what was rated and is written down nowhere: a preview."""
    return tuple(
        LineShown(
            position=position,
            name=line.name_nl if language == "nl" else line.name_en,
            period=spoken(line.period, language),
            steps=tuple(step.words_nl if language == "nl" else step.words_en for step in line.explanation),
            **_figures(line, line.refs, currency, language),  # type: ignore[arg-type]
        )
        for position, line in enumerate(lines, start=1)
    )


def taxes_shown(taxes: Iterable[TaxLine], *, language: Language) -> tuple[TaxShown, ...]:
    """The VAT on an invoice, by rate."""
    return tuple(
        TaxShown(
            percent_words(tax.percent, language),
            tax.base,
            tax.amount,
            tax.reason_nl if language == "nl" else tax.reason_en,
        )
        for tax in taxes
    )


def percent_words(percent: Decimal, language: Language) -> str:
    """A percentage as it is written: 13.5 % and 13,5 %."""
    text = plain(percent)
    return f"{text.replace('.', ',') if language == 'nl' else text}\N{NO-BREAK SPACE}%"


def _figures(
    line: Line | InvoiceLine, refs: Iterable[str], currency: str, language: Language
) -> Mapping[str, object]:
    unit = cast(Unit, line.unit)
    words = spoken(counted(line.quantity, unit), language)
    # A sum is itself, not once something.
    is_counted = unit not in ("sum", "once")
    return {
        "service_line": line.service_line,
        "kind": line.kind,
        "much": f"{spoken(line.quantity, language)} {words}" if is_counted else "",
        "each": spoken(Price(line.unit_price, currency), language) if is_counted else "",
        "amount": line.amount,
        "currency": currency,
        "vat": percent_words(line.vat_percent, language),
        "credit_id": _credit(refs),
    }


def _credit(refs: Iterable[str]) -> UUID | None:
    found = (CREDIT.match(ref) for ref in refs)
    return next((UUID(each[1]) for each in found if each), None)
