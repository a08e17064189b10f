"""A subscription as pages show it: one client's with its prices and what is planned, and a line in the list of all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.agreeing import ConditionsDraft
from billing.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceHeld:
    """A price in a subscription from `from_on` up to, not including, `until_on`; `words` say what it costs."""

    code: str
    name: str
    service_line: str
    model: str
    words: list[str]
    quantity: Decimal
    discount_percent: Decimal
    from_on: date
    until_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionPage:
    """One client's subscription on a day: `now` is what holds, `planned` what comes later; `monthly` in minor units.

    `period` is the one that runs, None before the first; `edge` is where it ends.
    """

    id: UUID
    plan_code: str
    plan_name: str
    version_id: UUID
    version: int
    standing: str
    currency: str
    time_zone: str
    months: int
    fees_in: str
    grace_days: int
    po_number: str
    start_on: date
    period: Period | None
    edge: date
    trial_ends_on: date | None
    paused_on: date | None
    cancels_on: date | None
    now: tuple[PriceHeld, ...]
    planned: tuple[PriceHeld, ...]
    conditions: ConditionsDraft
    conditions_from_on: date | None
    later_conditions: tuple[tuple[date, ConditionsDraft], ...]
    monthly: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRow:
    """A subscription in the list: where it stands, the day that comes next, and what it brings a month in minor units."""

    client_slug: str
    client_name: str
    plan_code: str
    plan_name: str
    standing: str
    next_on: date | None
    currency: str
    monthly: int


@dataclass(frozen=True, slots=True)
class AllSubscriptions:
    """The subscriptions that were asked for, what all of them bring a month by currency, and how many there are in all."""

    rows: tuple[SubscriptionRow, ...]
    recurring: tuple[tuple[str, int], ...]
    many: int
