"""Which credits the clauses of a subscription give for a month, less what was proposed for it before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Sum

from billing.attaining import Clause, Tier, cap_of, credits_due, over_categories, percent_due
from billing.models import Credit, SlaClause, Subscription
from billing.periods import Period
from billing.queries.attainment import Attained, attained, fees_of
from billing.rating.canonical import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCredit:
    """A credit to be proposed: `amount` is what is due beyond what was proposed; below 0 too much was."""

    clause: SlaClause
    vat_category: str
    amount: int
    revision: int
    attained: Attained
    evidence: dict[str, Any]


def terms_of(clause: SlaClause) -> Clause:
    """A clause as it is counted with."""
    tiers = [Tier(Decimal(tier["below"]), Decimal(tier["percent"])) for tier in clause.tiers]
    return Clause(
        target=clause.target,
        tiers=tiers,
        min_sample=clause.min_sample,
        cap_percent=clause.cap_percent,
        earn_back_months=clause.earn_back_months,
    )


def clauses_in(subscription: Subscription, window: Period) -> list[SlaClause]:
    """The clauses that hold for a month, by service line."""
    begun = subscription.clauses.filter(from_on__lte=window.start).order_by("service_line", "metric", "id")
    return [each for each in begun if each.until_on is None or each.until_on > window.start]


def due_credits(
    subscription: Subscription, window: Period, *, asked_for: str = "", at: datetime
) -> list[DueCredit]:
    """What is to be proposed for a month, by clause and VAT category; in the client's schema.

    Clauses that give only what is claimed count in the service line `asked_for` alone. With what was proposed before, a
    service line never gets more than its cap.
    """
    counted = [
        each
        for each in clauses_in(subscription, window)
        if each.claim_days is None or each.service_line == asked_for
    ]
    by_line = groupby(counted, lambda clause: clause.service_line)
    return [
        due for line, clauses in by_line for due in _of_line(subscription, line, list(clauses), window, at)
    ]


def _of_line(
    subscription: Subscription, line: str, clauses: Sequence[SlaClause], window: Period, at: datetime
) -> Iterator[DueCredit]:
    fees = fees_of(subscription, window, service_line=line)
    fee = sum(fees.values())
    zone, client_id = subscription.time_zone, subscription.debtor_id
    found = [attained(clause, window, client_id=client_id, zone=zone, at=at) for clause in clauses]
    terms = [terms_of(clause) for clause in clauses]
    owed = credits_due(fee, [(each, of.attainment) for each, of in zip(terms, found, strict=True)])
    room = cap_of(fee, terms) - _proposed_before(subscription, line, window)
    for clause, of, each, amount in zip(clauses, found, terms, owed, strict=True):
        evidence = _evidence(clause, of, window, fee, plain(percent_due(each, of.attainment)))
        parts = over_categories(amount, fees)
        for category, (before, revision) in _proposed(clause, window, parts).items():
            left = min(parts.get(category, 0) - before, max(room, 0))
            room -= max(left, 0)
            if left:
                yield DueCredit(
                    clause=clause,
                    vat_category=category,
                    amount=left,
                    revision=revision,
                    attained=of,
                    evidence=evidence,
                )


def _proposed_before(subscription: Subscription, line: str, window: Period) -> int:
    of = Credit.objects.filter(clause__subscription=subscription, clause__service_line=line)
    before = of.filter(period_key=window.key, carried_from=None).aggregate(sum=Sum("amount"))["sum"]
    return int(before or 0)


def _proposed(clause: SlaClause, window: Period, parts: dict[str, int]) -> dict[str, tuple[int, int]]:
    """What was proposed for a month by VAT category, in how many credits; those refused or taken back count too."""
    rows = Credit.objects.filter(clause=clause, period_key=window.key, carried_from=None)
    sums = rows.values_list("vat_category").annotate(Sum("amount"), Count("id"))
    return dict.fromkeys(parts, (0, 0)) | {category: (amount, count) for category, amount, count in sums}


def _evidence(clause: SlaClause, of: Attained, window: Period, fee: int, percent: str) -> dict[str, Any]:
    return {
        "kind": "attainment",
        "clause": str(clause.id),
        "metric": clause.metric,
        "target": plain(clause.target),
        "from_on": str(window.start),
        "until_on": str(window.end),
        "met": of.attainment.met,
        "decided": of.attainment.decided,
        "attainment": of.attainment.shown,
        "excluded": of.excluded,
        "percent": percent,
        "cap_percent": plain(clause.cap_percent),
        "fee": str(fee),
        "clocks": [
            {
                "number": each.number,
                "target": each.target,
                "breach_at": each.breach_at.isoformat() if each.breach_at else "",
            }
            for each in of.missed
        ],
    }
