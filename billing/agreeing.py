"""What is agreed about a subscription as a whole, before it is kept: how it is billed, its minimum, discount and index."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from billing import periods
from billing.models import Subscription
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from billing.rating.shapes import ZERO

LONGEST_GRACE = 30
FURTHEST = timedelta(days=366)
LARGEST_MINIMUM = 10**15
FINEST_PERCENT = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How a subscription is billed: from `start_on` (and a trial of the plan's days, or so many) on.

    `fees_in` is advance or arrears; an invoice is final `grace_days` after its period's edge.
    """

    start_on: date
    trial_days: int | None = None
    fees_in: str = Subscription.FeesIn.ADVANCE
    grace_days: int = 3
    po_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsDraft:
    """What holds for the whole: a minimum in minor units an invoice, a discount, and how much prices rise from a day on.

    `index_percent` is over the prices of the plan's version, all years together.
    """

    minimum: int | None = None
    discount_percent: Decimal = ZERO
    index_percent: Decimal | None = None
    index_from_on: date | None = None


def check(terms: Agreed, *, zone: str, at: datetime) -> None:
    """Raises WrongTerms."""
    if terms.fees_in not in Subscription.FeesIn.values or not 0 <= terms.grace_days <= LONGEST_GRACE:
        raise WrongTerms(
            "Fees are charged in advance or in arrears, and an invoice waits at most 30 days for late usage.",
            "Vaste bedragen worden vooraf of achteraf berekend, en een factuur wacht hoogstens 30 dagen op laat gebruik.",
            field="grace_days",
        )
    if terms.trial_days is not None and not 0 <= terms.trial_days <= FURTHEST.days:
        raise WrongTerms(
            "A trial has at most 366 days.", "Een proef duurt hoogstens 366 dagen.", field="trial_days"
        )
    if len(terms.po_number) > 60:
        raise WrongTerms(
            "A PO number has at most 60 letters.",
            "Een inkoopnummer heeft hoogstens 60 tekens.",
            field="po_number",
        )
    check_near(terms.start_on, zone=zone, at=at)


def check_near(day: date, *, zone: str, at: datetime) -> None:
    """Raises WrongTerms for a first day more than a year from today."""
    if abs(day - periods.day_of(at, zone=zone)) > FURTHEST:
        raise WrongTerms(
            "Start it on a day at most a year from today.",
            "Laat het beginnen op een dag die hoogstens een jaar van vandaag ligt.",
            field="start_on",
        )


def check_conditions(conditions: ConditionsDraft) -> None:
    """Raises WrongTerms, NegativeQuantity."""
    minimum, index = conditions.minimum, conditions.index_percent
    if minimum is not None and not 0 <= minimum <= LARGEST_MINIMUM:
        raise NegativeQuantity(
            "The minimum must not be negative.", "Het minimum mag niet negatief zijn.", field="minimum"
        )
    if not 0 <= conditions.discount_percent <= 100 or conditions.discount_percent % FINEST_PERCENT:
        raise WrongTerms(
            "A discount is 0 to 100 percent.", "Een korting is 0 tot 100 procent.", field="discount_percent"
        )
    if (index is None) != (conditions.index_from_on is None):
        raise WrongTerms(
            "Say both by how much prices rise and from which day on.",
            "Geef zowel de stijging op als de dag waarop die ingaat.",
            field="index_percent" if index is None else "index_from_on",
        )
    if index is not None and (not -100 < index < 1000 or index % FINEST_PERCENT):
        raise WrongTerms(
            "An index is a percentage below 1000.",
            "Een index is een percentage onder 1000.",
            field="index_percent",
        )
