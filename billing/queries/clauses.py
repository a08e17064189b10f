"""What is agreed about missed promises: what holds, held and is to hold; and what a clause would have credited lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from billing import periods
from billing.attaining import Clause, credits_due, percent_due
from billing.models import SlaClause, Subscription
from billing.periods import Period, day_of
from billing.queries.attainment import Attained, attained, fees_of
from billing.queries.due_credits import clauses_in, terms_of

MONTHS = 3


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause; `standing` is now, later or past, `tiers` are pairs of below and percent."""

    row: SlaClause
    standing: str
    tiers: tuple[tuple[str, str], ...]

    @property
    def may_be_changed(self) -> bool:
        """Whether days can be left out of it, or it can be ended."""
        return self.standing != "past"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a clause would have credited for a month that is over; sums in minor units before VAT."""

    period_key: str
    met: int
    decided: int
    attained: Decimal
    percent: Decimal
    fee: int
    amount: int


def clauses_of(subscription: Subscription, *, on: date) -> list[ClauseShown]:
    """All clauses of a subscription, by service line and metric, the newest first. One statement."""
    rows = subscription.clauses.order_by("service_line", "metric", "-from_on", "-id")
    return [ClauseShown(row, _standing(row, on), _tiers(row)) for row in rows]


def tried(subscription: Subscription, wanted: SlaClause, *, at: datetime) -> list[Tried]:
    """What a clause, which need not be kept, would have credited in the last months that are over, the newest first.

    In the client's schema. Other clauses of the same service line count as they held then, for the cap is one for all of them.
    """
    return [_in(subscription, wanted, window, at) for window in _months(subscription, at)]


def _months(subscription: Subscription, at: datetime) -> Iterator[Period]:
    anchor = subscription.anchor_on
    window = periods.on(day_of(at, zone=subscription.time_zone), anchor=anchor, months=periods.MONTH)
    for _ in range(MONTHS):
        window = periods.on(window.start - timedelta(days=1), anchor=anchor, months=periods.MONTH)
        if window.start < subscription.anchor_on:
            return
        yield window


def _in(subscription: Subscription, wanted: SlaClause, window: Period, at: datetime) -> Tried:
    others = [
        each
        for each in clauses_in(subscription, window)
        if each.service_line == wanted.service_line and each.metric != wanted.metric
    ]
    found = [(each, _attained(subscription, each, window, at)) for each in (wanted, *others)]
    fee = sum(fees_of(subscription, window, service_line=wanted.service_line).values())
    terms: list[tuple[Clause, Attained]] = [(terms_of(each), of) for each, of in found]
    amounts = credits_due(fee, [(clause, of.attainment) for clause, of in terms])
    clause, of = terms[0]
    return Tried(
        period_key=window.key,
        met=of.attainment.met,
        decided=of.attainment.decided,
        attained=Decimal(of.attainment.shown),
        percent=percent_due(clause, of.attainment),
        fee=fee,
        amount=amounts[0],
    )


def _attained(subscription: Subscription, clause: SlaClause, window: Period, at: datetime) -> Attained:
    return attained(clause, window, client_id=subscription.debtor_id, zone=subscription.time_zone, at=at)


def _standing(row: SlaClause, on: date) -> str:
    if row.until_on and (row.until_on <= on or row.until_on <= row.from_on):
        return "past"
    return "later" if row.from_on > on else "now"


def _tiers(row: SlaClause) -> tuple[tuple[str, str], ...]:
    return tuple((str(each["below"]), str(each["percent"])) for each in row.tiers)
