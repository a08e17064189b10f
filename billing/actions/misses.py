"""Telling staff that the same promise is missed again and again: so many of the last months, as its clause says."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from billing import periods
from billing.actions.standing import in_book_of, locked, subscription_of
from billing.events import claims as events
from billing.models import SlaClause, Subscription
from billing.periods import Period, day_of
from billing.queries.attainment import attained
from billing.queries.due_credits import clauses_in
from motorblok.audit.actions import record
from motorblok.audit.queries import entries, last_of_kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Misses:
    """How often a clause's promise was missed in its last `months` months, of which `newest` is the last that is over."""

    clause: SlaClause
    newest: Period
    missed: int
    months: int


def tell_all_misses(*, at: datetime) -> int:
    """Look at every running subscription that has clauses; returns how many alerts were given."""
    with schema.entered(schema.PUBLIC):
        running = Subscription.objects.filter(state=Subscription.State.ACTIVE, clauses__isnull=False)
        known = list(running.order_by("id").distinct().values_list("id", flat=True))
    return sum(_tried(subscription_id, at) for subscription_id in known)


def tell_misses(subscription_id: UUID, *, at: datetime) -> int:
    """Alert of one subscription's promises that are missed repeatedly, for each month once. Raises NotFound."""
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor, closed_too=True):
        found = locked(known)
        told = [each for each in _missed_again(found, at=at) if _is_new(each)]
        for each in told:
            _tell(each, at=at)
    return len(told)


def _tried(subscription_id: UUID, at: datetime) -> int:
    try:
        return tell_misses(subscription_id, at=at)
    except Exception:
        logger.exception("Misses could not be told", extra={"subscription": str(subscription_id)})
        return 0


def _missed_again(of: Subscription, *, at: datetime) -> Iterator[Misses]:
    over = _months_over(of, at=at)
    for clause in clauses_in(of, over[-1]) if over else []:
        looked_at = over[-clause.alert_months :]
        missed = [month for month in looked_at if _is_missed(of, clause, month, at=at)]
        if len(missed) >= clause.alert_missed and missed[-1] == over[-1]:
            yield Misses(clause, over[-1], len(missed), len(looked_at))


def _months_over(of: Subscription, *, at: datetime) -> list[Period]:
    today = day_of(at, zone=of.time_zone)
    return list(takewhile(lambda month: month.end <= today, periods.walk(of.anchor_on)))


def _is_missed(of: Subscription, clause: SlaClause, month: Period, *, at: datetime) -> bool:
    """By the clause that held in that month for the same promise, whose target may have been another."""
    same = (
        each
        for each in clauses_in(of, month)
        if (each.service_line, each.metric) == (clause.service_line, clause.metric)
    )
    held = next(same, None)
    if held is None:
        return False
    found = attained(held, month, client_id=of.debtor_id, zone=of.time_zone, at=at).attainment
    return found.decided >= max(held.min_sample, 1) and found.is_below(held.target)


def _is_new(misses: Misses) -> bool:
    last = last_of_kind(_subject(misses), events.MISSED_AGAIN)
    return last is None or entries([last])[0].facts["period"] != misses.newest.key


def _subject(misses: Misses) -> str:
    return f"clause:{misses.clause.pk}"


def _tell(misses: Misses, *, at: datetime) -> None:
    facts = {
        "service_line": misses.clause.service_line,
        "metric": misses.clause.metric,
        "missed": misses.missed,
        "months": misses.months,
        "period": misses.newest.key,
    }
    record(events.MISSED_AGAIN, subject=_subject(misses), actor=SYSTEM, at=at, facts=facts)
