"""What broken promises cost: agreed with a client for a service line, with days left out, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from billing.actions.standing import in_book_of, subscription_of
from billing.attaining import Tier
from billing.events import credits as events
from billing.finance import must_be_finance
from billing.models import SlaClause
from billing.rating.canonical import plain
from billing.rating.checking import WrongTerms
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound

MOST_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDraft:
    """What is to be agreed (billing.models.SlaClause says what each field means)."""

    service_line: str
    metric: str
    target: Decimal
    tiers: Sequence[Tier]
    from_on: date
    min_sample: int = 0
    cap_percent: Decimal = Decimal(25)
    earn_back_months: int = 0
    claim_days: int | None = None
    alert_missed: int = 3
    alert_months: int = 3


def agree_clause(subscription_id: UUID, draft: ClauseDraft, *, actor: Actor, at: datetime) -> SlaClause:
    """Agree on what a missed promise costs from a day on; the clause of the same metric until then ends on it.

    The same agreed again changes nothing. Raises NotAllowed, NotFound, WrongTerms, ClientIsClosed.
    """
    must_be_finance(actor)
    _check(draft)
    found = subscription_of(subscription_id)
    with in_book_of(found.debtor):
        held = found.clauses.select_for_update().filter(
            service_line=draft.service_line, metric=draft.metric, until_on=None
        )
        fields = _fields(draft)
        known = held.first()
        if known and all(getattr(known, name) == value for name, value in fields.items()):
            return known
        if known and draft.from_on < known.from_on:
            raise WrongTerms(
                f"The clause in force began on {known.from_on}; choose that day or a later one.",
                f"De clausule die geldt begon op {known.from_on}; kies die dag of een latere.",
                field="from_on",
            )
        held.update(until_on=draft.from_on)
        made = SlaClause.objects.create(subscription=found, **fields)
        facts = {
            "service_line": made.service_line,
            "metric": made.metric,
            "target": plain(made.target),
            "tiers": made.tiers,
            "min_sample": made.min_sample,
            "cap_percent": plain(made.cap_percent),
            "from_on": str(made.from_on),
            "earn_back_months": made.earn_back_months,
            "claim_days": made.claim_days,
            "alert_missed": made.alert_missed,
            "alert_months": made.alert_months,
        }
        record(events.AGREED, subject=f"clause:{made.id}", actor=actor, at=at, facts=facts)
    return made


def exclude_days(
    clause_id: UUID, *, from_on: date, until_on: date, reason: str, actor: Actor, at: datetime
) -> SlaClause:
    """Let nothing count that is decided from a day up to another: agreed maintenance, or what nobody could help.

    The same days again change nothing. Raises NotAllowed, NotFound, WrongTerms, ClientIsClosed.
    """
    must_be_finance(actor)
    if from_on >= until_on or not reason.strip():
        raise WrongTerms(
            "Give a reason, and days that end after they begin.",
            "Geef een reden, en dagen die na het begin eindigen.",
            field="from_on",
        )
    clause = _clause(clause_id)
    with in_book_of(clause.subscription.debtor):
        clause = SlaClause.objects.select_for_update().get(id=clause_id)
        days = {"from_on": str(from_on), "until_on": str(until_on), "reason": reason}
        if days not in clause.excluded:
            clause.excluded = [*clause.excluded, days]
            clause.save(update_fields=["excluded"])
            facts = {"service_line": clause.service_line, "from_on": str(from_on), "until_on": str(until_on)}
            record(
                events.DAYS_EXCLUDED,
                subject=f"clause:{clause.id}",
                actor=actor,
                at=at,
                facts=facts,
                private={"reason": reason},
            )
    return clause


def end_clause(clause_id: UUID, *, until_on: date, actor: Actor, at: datetime) -> SlaClause:
    """End what is agreed about missed promises on a day; months that began before keep it.

    Raises NotAllowed, NotFound, ClientIsClosed.
    """
    must_be_finance(actor)
    clause = _clause(clause_id)
    with in_book_of(clause.subscription.debtor):
        clause = SlaClause.objects.select_for_update().get(id=clause_id)
        if clause.until_on != until_on:
            clause.until_on = max(until_on, clause.from_on)
            clause.save(update_fields=["until_on"])
            facts = {"service_line": clause.service_line, "until_on": str(clause.until_on)}
            record(events.ENDED, subject=f"clause:{clause.id}", actor=actor, at=at, facts=facts)
    return clause


def _clause(clause_id: UUID) -> SlaClause:
    asked = SlaClause.objects.select_related("subscription__debtor__client")
    with schema.entered(schema.PUBLIC):
        found = asked.filter(id=clause_id).first()
    if found is None:
        raise NotFound
    return found


def _check(draft: ClauseDraft) -> None:
    percents = [
        draft.target,
        draft.cap_percent,
        *(each for tier in draft.tiers for each in (tier.below, tier.percent)),
    ]
    if not draft.tiers or not all(each.is_finite() and 0 <= each <= 100 for each in percents):
        raise WrongTerms(
            "Write at least one tier, and percentages from 0 to 100.",
            "Schrijf ten minste één staffel, en percentages van 0 tot 100.",
            field="tiers",
        )
    if not 1 <= draft.alert_missed <= draft.alert_months <= MOST_MONTHS:
        raise WrongTerms(
            f"An alert looks at 1 to {MOST_MONTHS} months, and counts no more misses than months.",
            f"Een waarschuwing kijkt naar 1 tot {MOST_MONTHS} maanden, en telt niet meer missers dan maanden.",
            field="alert_missed",
        )


def _fields(draft: ClauseDraft) -> dict[str, object]:
    tiers = [{"below": plain(tier.below), "percent": plain(tier.percent)} for tier in draft.tiers]
    return {
        "service_line": draft.service_line,
        "metric": draft.metric,
        "target": draft.target,
        "tiers": tiers,
        "min_sample": draft.min_sample,
        "cap_percent": draft.cap_percent,
        "earn_back_months": draft.earn_back_months,
        "claim_days": draft.claim_days,
        "alert_missed": draft.alert_missed,
        "alert_months": draft.alert_months,
        "from_on": draft.from_on,
    }
