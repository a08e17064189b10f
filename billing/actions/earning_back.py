"""Credits that a client's provider has earned back, by as many good months in a row as their clause asks for."""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from billing import periods
from billing.actions.credits import reverse_credit
from billing.actions.standing import in_book_of, subscription_of
from billing.attaining import is_earned_back
from billing.models import Credit, Subscription
from billing.periods import Period, day_of
from billing.queries.attainment import attained, month_of
from billing.queries.due_credits import terms_of
from motorblok.kernel.actors import Actor

LOOKED_AT = 12
"""How many months after the missed one are looked at; a row that begins later comes too late."""
OPEN = (Credit.State.PROPOSED, Credit.State.APPROVED, Credit.State.POSTED)


def take_back_earned(subscription_id: UUID, *, actor: Actor, at: datetime) -> list[Credit]:
    """Take back the credits whose clause says that good months earn them back, and that had them. Raises NotFound."""
    found = subscription_of(subscription_id)
    given = Credit.objects.filter(
        clause__subscription=found, clause__earn_back_months__gt=0, state__in=OPEN, carried_from=None
    )
    with in_book_of(found.debtor, closed_too=True):
        earned = [
            credit
            for credit in given.select_related("clause").order_by("proposed_at")
            if _is_earned(credit, found, at)
        ]
        reason = "Earned back by the months after it"
        return [reverse_credit(credit.id, reason=reason, actor=actor, at=at) for credit in earned]


def _is_earned(credit: Credit, subscription: Subscription, at: datetime) -> bool:
    clause = credit.clause
    if clause is None:
        return False
    zone, client_id = subscription.time_zone, subscription.debtor_id
    later = [
        attained(clause, month, client_id=client_id, zone=zone, at=at).attainment
        for month in _months_after(credit, subscription, at)
    ]
    return is_earned_back(terms_of(clause), later)


def _months_after(credit: Credit, subscription: Subscription, at: datetime) -> Iterator[Period]:
    first = month_of(subscription, credit.period_key)
    today = day_of(at, zone=subscription.time_zone)
    anchor, step = subscription.anchor_on, periods.MONTH
    n = next(n for n, each in enumerate(periods.walk(anchor, months=step)) if each == first)
    months = (periods.nth(anchor, n + 1 + after, months=step) for after in range(LOOKED_AT))
    return takewhile(lambda month: month.end <= today, months)
