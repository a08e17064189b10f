"""Money for broken promises: decided by a second person, posted on an invoice, and taken back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from billing.actions.posting import post_on_invoice
from billing.actions.standing import in_book_of
from billing.events import claims
from billing.events import credits as events
from billing.finance import must_be_another, must_be_finance
from billing.holding import hold
from billing.models import Claim, Credit
from billing.queries.credited import as_facts
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import NotFound


class CreditDecided(Refused):
    """It was decided about already."""

    code = "credit-decided"
    status = 409


def approve_credit(credit_id: UUID, *, actor: Actor, at: datetime) -> Credit:
    """Agree to a credit that somebody else proposed. It goes on the period's invoice: a credit note if that is final.

    What there is no room for there waits for the next draft. Approving twice is approving once. Raises NotFound,
    NotAllowed, SecondPerson, CreditDecided.
    """
    must_be_finance(actor)
    credit = _credit(credit_id)
    with in_book_of(credit.debtor, closed_too=True):
        credit = _held(credit)
        if credit.decided_by == str(actor) and credit.state in (Credit.State.APPROVED, Credit.State.POSTED):
            return credit
        must_be_another(actor, credit.proposed_by)
        _must_be(credit, Credit.State.PROPOSED)
        _decide(credit, Credit.State.APPROVED, actor=actor, at=at)
        _tell(events.APPROVED, credit, actor=actor, at=at)
        post_on_invoice(credit, actor=actor, at=at)
        return credit


def reject_credit(credit_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Credit:
    """Refuse a credit that somebody else proposed. Raises NotFound, NotAllowed, SecondPerson, CreditDecided."""
    must_be_finance(actor)
    credit = _credit(credit_id)
    with in_book_of(credit.debtor, closed_too=True):
        credit = _held(credit)
        must_be_another(actor, credit.proposed_by)
        _must_be(credit, Credit.State.PROPOSED)
        _decide(credit, Credit.State.REJECTED, actor=actor, at=at)
        _tell(events.REJECTED, credit, actor=actor, at=at, reason=reason)
        _let_claim_wait_again(credit, actor=actor, at=at)
        return credit


def reverse_credit(credit_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Credit:
    """Take a credit back; one that was posted is charged again on the next draft, and what was carried of it is dropped.

    Taking it back twice changes nothing. Raises NotFound, NotAllowed for a person who is not in finance, CreditDecided
    for one that was rejected.
    """
    if actor != SYSTEM:
        must_be_finance(actor)
    credit = _credit(credit_id)
    with in_book_of(credit.debtor, closed_too=True):
        credit = _held(credit)
        if credit.state == Credit.State.REVERSED:
            return credit
        _must_be(credit, Credit.State.PROPOSED, Credit.State.APPROVED, Credit.State.POSTED)
        for each in [credit, *_still_to_come(credit)]:
            each.state, each.taken_back_by, each.taken_back_at = Credit.State.REVERSED, str(actor), at
            each.save(update_fields=["state", "taken_back_by", "taken_back_at"])
            _tell(events.REVERSED, each, actor=actor, at=at, reason=reason)
        return credit


def _still_to_come(credit: Credit) -> Iterator[Credit]:
    """What was carried of a credit and is on no invoice yet, however often it was carried on."""
    for each in credit.carried.select_for_update():
        if each.state == Credit.State.APPROVED:
            yield each
        yield from _still_to_come(each)


def _let_claim_wait_again(credit: Credit, *, actor: Actor, at: datetime) -> None:
    """Where nothing is left of what a claim was taken up with, somebody must answer the client after all."""
    claim = Claim.objects.select_for_update().filter(credits=credit).first()
    if claim and not claim.credits.exclude(state=Credit.State.REJECTED).exists():
        claim.state, claim.decided_by, claim.decided_at = Claim.State.OPEN, "", None
        claim.save(update_fields=["state", "decided_by", "decided_at"])
        facts = {"service_line": claim.service_line, "period": claim.period_key, "number": claim.number}
        record(claims.REOPENED, subject=f"claim:{claim.pk}", actor=actor, at=at, facts=facts)


def _credit(credit_id: UUID) -> Credit:
    asked = Credit.objects.select_related("debtor__client")
    with schema.entered(schema.PUBLIC):
        found = asked.filter(id=credit_id).first()
    if found is None:
        raise NotFound
    return found


def _held(credit: Credit) -> Credit:
    """The credit, held after the subscription whose invoices it may go on, as every invoice takes them in that order."""
    of = credit.debtor.subscriptions.filter(currency=credit.currency).order_by("created_at")
    for subscription_id in list(of.values_list("id", flat=True)):
        hold(subscription_id)
    return Credit.objects.select_for_update(of=("self",)).select_related("debtor").get(id=credit.id)


def _must_be(credit: Credit, *states: str) -> None:
    if credit.state not in states:
        raise CreditDecided(
            "This credit was decided about already; look again.",
            "Over deze creditering is al besloten; bekijk haar opnieuw.",
        )


def _decide(credit: Credit, state: str, *, actor: Actor, at: datetime) -> None:
    credit.state, credit.decided_by, credit.decided_at = state, str(actor), at
    credit.save(update_fields=["state", "decided_by", "decided_at"])


def _tell(kind: Kind, credit: Credit, *, actor: Actor, at: datetime, reason: str = "", **more: Any) -> None:
    private = {"reason": reason} if kind.private else {}
    facts = as_facts(credit) | more
    record(kind, subject=f"credit:{credit.id}", actor=actor, at=at, facts=facts, private=private)
