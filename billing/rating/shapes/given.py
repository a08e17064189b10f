"""What rating is given: what was agreed, what was used and what changed. Sums are minor units, prices Decimals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from billing.periods import Period

ZERO = Decimal(0)

Model = Literal["flat", "seat", "piece", "hours", "one_off"]
Interval = Literal["month", "year", "once"]
TierMode = Literal["graduated", "volume"]
SeatRule = Literal["peak", "snapshot"]
Treatment = Literal["domestic", "reverse_charge", "outside_eu", "exempt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Up to and including `up_to` (None: without end) each unit costs `unit_price`; reaching the tier costs `flat`."""

    up_to: Decimal | None
    unit_price: Decimal
    flat: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceItem:
    """One version of a price. Prices are whole units of the currency with at most 6 decimals; with tiers, they count.

    `meter` names what is counted: needed for piece and hours; a seat without one is charged as subscribed.
    `included` is free in each period (pieces, seats or hours) and not reduced when the item is there for a part of it.
    `currency` is the agreement's own when empty.
    """

    code: str
    name_en: str
    name_nl: str
    service_line: str
    model: Model
    interval: Interval = "month"
    unit_price: Decimal | None = None
    included: Decimal = ZERO
    tiers: tuple[Tier, ...] = ()
    tier_mode: TierMode = "graduated"
    meter: str = ""
    vat_category: str = "standard"
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """An item and how much of it, from `from_on` up to, not including, `until_on`; the discount is 0 to 100.

    `seat_rule` says what the readings of a metered seat come to: the most of any day, or those of the last day.
    """

    item: PriceItem
    from_on: date
    until_on: date | None = None
    quantity: Decimal = Decimal(1)
    discount_percent: Decimal = ZERO
    seat_rule: SeatRule = "peak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a meter counted, summed or record by record; counter-records are negative. Hours are given in seconds.

    `late_for` is the key of the earlier period that it belongs to, "" for the one being billed; `already` is what was
    billed for that period before (the same on each of its records). `late_end_on` is that period's end where it is not so
    many months after its start (an anchor on the 31st). `code` names the price where a meter has had two.
    """

    meter: str
    service_line: str
    quantity: Decimal
    records: int = 1
    late_for: str = ""
    already: Decimal = ZERO
    late_end_on: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A reduction of the price: `amount` in minor units, above 0; `evidence` leads to what proves it.

    One that `is_taken_back` was given on an earlier invoice and is charged again.
    """

    code: str
    reason_en: str
    reason_nl: str
    service_line: str
    amount: int
    vat_category: str = "standard"
    evidence: str = ""
    currency: str = ""
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """On day `on` of a `period` that is billed already, `new` took the place of `old`; either may be None."""

    period: Period
    on: date
    old: Subscribed | None = None
    new: Subscribed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxProfile:
    """How VAT is charged: percent by VAT category, both parties' numbers, and the reason where none is charged."""

    treatment: Treatment = "domestic"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    seller_vat: str = ""
    buyer_vat: str = ""
    reason_en: str = ""
    reason_nl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Prices rise by `percent` in every period that starts on `from_on` or later; a one-off keeps its price."""

    percent: Decimal
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed. `minimum` is minor units an invoice, before credits; `zone` is the zone of all its days."""

    currency: str
    zone: str
    items: tuple[Subscribed, ...]
    minimum: int | None = None
    discount_percent: Decimal = ZERO
    index: Index | None = None
    po_number: str = ""
