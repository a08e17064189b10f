"""Credits before anybody has agreed to them: what clauses give for a month, and what a person proposes; with the evidence."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from billing import periods
from billing.actions.standing import debtor_of, in_book_of, subscription_of
from billing.events import credits as events
from billing.holding import hold
from billing.models import Claim, Credit, Debtor, Subscription
from billing.naming import TARGETS
from billing.periods import day_of
from billing.queries.attainment import month_of
from billing.queries.credited import as_facts
from billing.queries.due_credits import DueCredit, due_credits
from billing.rating.metered import NegativeQuantity
from billing.rating.wording import Words
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor


class MonthNotOver(Refused):
    """What was attained in a month is known when it is over."""

    code = "month-not-over"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditDraft:
    """A credit that a person proposes: `amount` minor units before VAT, for a month's service line."""

    service_line: str
    period_key: str
    amount: int
    reason_en: str
    reason_nl: str
    vat_category: str = "standard"
    evidence: dict[str, Any] = field(default_factory=dict)

    def credit(self, *, currency: str) -> Credit:
        """The credit that is to be proposed, not saved yet."""
        return Credit(
            service_line=self.service_line,
            period_key=self.period_key,
            amount=self.amount,
            currency=currency,
            vat_category=self.vat_category,
            reason_en=self.reason_en,
            reason_nl=self.reason_nl,
            evidence={"kind": "said"} | self.evidence,
        )


def propose_credits(subscription_id: UUID, period_key: str, *, actor: Actor, at: datetime) -> list[Credit]:
    """Propose what the clauses give for a month that is over, as its clocks stand; only what was not proposed before.

    Asking again proposes nothing, or the difference where more was missed than was known. Raises NotFound,
    WrongPeriod, MonthNotOver.
    """
    found = subscription_of(subscription_id)
    with in_book_of(found.debtor, closed_too=True):
        held = hold(subscription_id)
        made = _due(held, period_key, asked_for="", at=at)
        return [propose(held.debtor, each, actor=actor, at=at) for each in made]


def propose_credit(client_id: UUID, draft: CreditDraft, *, actor: Actor, at: datetime) -> Credit:
    """Propose a credit for what no clause covers. Raises NotFound, WrongPeriod, NegativeQuantity."""
    if draft.amount <= 0:
        raise NegativeQuantity(
            "A credit is more than nothing.", "Een creditering is meer dan niets.", field="amount"
        )
    periods.start_of(draft.period_key)
    debtor = debtor_of(client_id)
    with in_book_of(debtor, closed_too=True):
        return propose(debtor, draft.credit(currency=debtor.currency), actor=actor, at=at)


def credits_by_clause(held: Subscription, claim: Claim, *, at: datetime) -> list[Credit]:
    """What the clauses of a claim's service line give for its month, not saved yet; of a subscription that is held.

    Raises WrongPeriod, MonthNotOver.
    """
    made = _due(held, claim.period_key, asked_for=claim.service_line, at=at)
    return [each for each in made if each.service_line == claim.service_line]


def propose(debtor: Debtor, credit: Credit, *, actor: Actor, at: datetime) -> Credit:
    """Save a credit as a proposal, and tell the client's book, which is in force."""
    credit.debtor, credit.proposed_by, credit.proposed_at = debtor, str(actor), at
    credit.save(force_insert=True)
    facts = as_facts(credit) | {"evidence": credit.evidence}
    record(events.PROPOSED, subject=f"credit:{credit.id}", actor=actor, at=at, facts=facts)
    return credit


def _due(held: Subscription, period_key: str, *, asked_for: str, at: datetime) -> list[Credit]:
    window = month_of(held, period_key)
    if day_of(at, zone=held.time_zone) < window.end:
        raise MonthNotOver(
            "This month is not over yet; what was attained is known afterwards.",
            "Deze maand is nog niet voorbij; wat is gehaald, blijkt daarna.",
            field="period",
        )
    due = due_credits(held, window, asked_for=asked_for, at=at)
    return [_made(each, held.currency, window.key) for each in due if each.amount > 0]


def _made(due: DueCredit, currency: str, period_key: str) -> Credit:
    attainment, target = due.attained.attainment.shown, due.evidence["target"]
    metric = due.clause.metric
    named = TARGETS.get(metric, Words(metric, metric))
    return Credit(
        service_line=due.clause.service_line,
        period_key=period_key,
        amount=due.amount,
        currency=currency,
        vat_category=due.vat_category,
        reason_en=f"Credit for {named.en} in {period_key}: {attainment} % instead of {target} %",
        reason_nl=f"Creditering voor {named.nl} in {period_key}: {attainment} % in plaats van {target} %",
        evidence=due.evidence,
        clause=due.clause,
        revision=due.revision,
    )
