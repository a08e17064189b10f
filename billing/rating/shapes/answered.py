"""What rating answers: printed lines with the sentences under them, the tax on them, and their sum in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from billing.periods import Period
from billing.rating.shapes.given import ZERO

Kind = Literal[
    "flat", "seat", "usage", "late_usage", "discount", "minimum", "credit", "proration", "one_off"
]  # fmt: skip
Unit = Literal["month", "year", "seat", "piece", "hour", "once", "sum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One sentence of an explanation in both languages, and the figures in it as plain text."""

    words_en: str
    words_nl: str
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: `quantity` x `unit_price`, rounded once, is `amount`. A price is never negative, a quantity may be.

    `vat_code` is that of EN 16931 (S, Z, E, AE, G); `refs` lead to what is behind it ("usage:...", "evidence:...").
    """

    code: str
    name_en: str
    name_nl: str
    service_line: str
    kind: Kind
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    amount: int
    vat_category: str
    period: Period
    explanation: tuple[Step, ...]
    refs: tuple[str, ...] = ()
    vat_percent: Decimal = ZERO
    vat_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """VAT on the sum of the rounded lines of one code (EN 16931) and rate; a reason where none is charged."""

    code: str
    percent: Decimal
    base: int
    amount: int
    reason_en: str = ""
    reason_nl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What is owed: net is the sum of the lines, vat of the taxes, total of both, in minor units of `currency`."""

    lines: tuple[Line, ...]
    taxes: tuple[TaxLine, ...]
    net: int
    vat: int
    total: int
    currency: str
    period: Period
    input_hash: str
