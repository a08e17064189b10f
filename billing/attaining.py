"""What a missed attainment is worth: fractions of whole numbers compared without rounding, tiers, cap, and earning back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.money import half_up, split
from billing.rating.shapes import ZERO


@dataclass(frozen=True, slots=True)
class Attainment:
    """How many of the clocks that were decided in a month were met."""

    met: int
    decided: int

    def is_below(self, percent: Decimal) -> bool:
        """Whether it is less than a percentage, to the last decimal: 98.999 % is below 99 %. Without clocks it is not."""
        return 100 * self.met < Fraction(percent) * self.decided

    @property
    def shown(self) -> str:
        """The percentage with one decimal, cut off and not rounded, so that a missed target never looks attained."""
        tenths = 1000 * self.met // self.decided if self.decided else 1000
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Tier:
    """Below an attainment of so many percent the credit is `percent` of the fee."""

    below: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What is agreed for one metric (billing.models.SlaClause says what each field means)."""

    target: Decimal
    tiers: Sequence[Tier]
    min_sample: int = 0
    cap_percent: Decimal = Decimal(25)
    earn_back_months: int = 0


def percent_due(clause: Clause, attained: Attainment) -> Decimal:
    """The percentage of the fee that an attainment costs: the most of all tiers that it is below, 0 if the sample is too small."""
    if attained.decided < max(clause.min_sample, 1):
        return ZERO
    return max((tier.percent for tier in clause.tiers if attained.is_below(tier.below)), default=ZERO)


def credits_due(fee: int, missed: Iterable[tuple[Clause, Attainment]]) -> tuple[int, ...]:
    """What each clause of a service line gives of the month's fee, in minor units: rounded once each, then capped together.

    The lowest cap of the clauses holds; over it each gives in proportion, to the cent.
    """
    given = list(missed)
    owed = [max(0, half_up(Fraction(fee) * Fraction(percent_due(*each)) / 100)) for each in given]
    cap = cap_of(fee, [clause for clause, _ in given])
    return tuple(owed) if sum(owed) <= cap else split(cap, weights=owed)


def cap_of(fee: int, clauses: Iterable[Clause]) -> int:
    """The most that the clauses of a service line give together of a month's fee, in minor units: the lowest of their caps."""
    return min((_cap(fee, clause) for clause in clauses), default=0)


def over_categories(amount: int, fees: Mapping[str, int]) -> dict[str, int]:
    """A credit divided over the VAT categories of the fee, in proportion and to the cent; none gets more than its fee."""
    categories = sorted(category for category, fee in fees.items() if fee > 0)
    parts = split(amount, weights=[fees[category] for category in categories]) if categories else ()
    return {category: part for category, part in zip(categories, parts, strict=True) if part}


def is_earned_back(clause: Clause, later: Sequence[Attainment]) -> bool:
    """Whether the months after a missed one, in order, hold as many in a row at the target as the clause asks for.

    A month without enough clocks neither counts nor breaks the row.
    """
    row = 0
    for month in later:
        if month.decided >= max(clause.min_sample, 1):
            row = 0 if month.is_below(clause.target) else row + 1
        if clause.earn_back_months and row >= clause.earn_back_months:
            return True
    return False


def _cap(fee: int, clause: Clause) -> int:
    # Cut off: the cap is never passed, not by half a cent either.
    return int(Fraction(max(fee, 0)) * Fraction(clause.cap_percent) / 100)
