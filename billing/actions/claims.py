"""The verbs of a claim: made and withdrawn by the client, taken up as proposed credits or declined by staff of finance."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from billing import periods
from billing.actions.proposals import CreditDraft, credits_by_clause, propose
from billing.actions.standing import debtor_of, in_book_of
from billing.events import claims as events
from billing.finance import must_be_director, must_be_finance
from billing.holding import hold
from billing.models import Claim, Credit
from billing.queries.claiming import claim_of, must_be_in_time, subscription_for
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor
from tenants.queries import service_line_codes

LONGEST = 2000


class ClaimKnown(Refused):
    """The same is claimed already and waits for an answer."""

    code = "claim-known"
    status = 409


class ClaimDecided(Refused):
    """It was decided about already, or withdrawn."""

    code = "claim-decided"
    status = 409


class NothingDue(Refused):
    """No clause gives anything beyond what was proposed before."""

    code = "nothing-due"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """What a contact claims: a service line and a month (its key), the number of a task if it is about one, and why."""

    service_line: str
    period_key: str
    words: str
    number: str = ""


def claim_credit(client_id: UUID, draft: ClaimDraft, *, actor: Actor, at: datetime) -> Claim:
    """Say that a promise was missed. Whether the task is for the contact's eyes is the door's to ask.

    Raises NotFound, NotAllowed unless the actor is a director of the client, WrongTerms, WrongPeriod, ClaimTooLate,
    ClaimKnown, ClientIsClosed.
    """
    must_be_director(actor, client_id)
    words = _words(draft)
    debtor = debtor_of(client_id)
    with in_book_of(debtor):
        must_be_in_time(debtor, service_line=draft.service_line, period_key=draft.period_key, at=at)
        fields = {"service_line": draft.service_line, "period_key": draft.period_key, "number": draft.number}
        made = Claim(debtor=debtor, words=words, claimed_by=str(actor), claimed_at=at, **fields)
        _save_new(made)
        _tell(events.CLAIMED, made, actor=actor, at=at, words=words)
    return made


def withdraw_claim(claim_id: UUID, *, actor: Actor, at: datetime) -> Claim:
    """Take a claim back that nobody has decided about; twice is once. Raises NotFound, NotAllowed, ClaimDecided, ClientIsClosed."""
    claim = claim_of(claim_id)
    must_be_director(actor, claim.debtor_id)
    with in_book_of(claim.debtor):
        held = _held(claim)
        if held.state == Claim.State.WITHDRAWN:
            return held
        _must_be_open(held)
        _decide(held, Claim.State.WITHDRAWN, actor=actor, at=at)
        _tell(events.WITHDRAWN, held, actor=actor, at=at)
        return held


def decline_claim(claim_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Claim:
    """Say no, with a reason that the client reads. Raises NotFound, NotAllowed, WrongTerms without a reason, ClaimDecided."""
    must_be_finance(actor)
    if not reason.strip():
        raise WrongTerms("Say why; the client reads it.", "Zeg waarom; de klant leest het.", field="reason")
    claim = claim_of(claim_id)
    with in_book_of(claim.debtor, closed_too=True):
        held = _held(claim)
        _must_be_open(held)
        held.answer = reason.strip()[:LONGEST]
        _decide(held, Claim.State.DECLINED, actor=actor, at=at)
        _tell(events.DECLINED, held, actor=actor, at=at, reason=held.answer)
        return held


def take_up_by_clause(claim_id: UUID, *, actor: Actor, at: datetime) -> list[Credit]:
    """Propose what the clauses of the service line give for the month, those on request too; a second person decides.

    Raises NotFound, NotAllowed, ClaimDecided, MonthNotOver, NothingDue: then a sum can be proposed by hand.
    """
    must_be_finance(actor)
    claim = claim_of(claim_id)
    with in_book_of(claim.debtor, closed_too=True):
        of = subscription_for(claim)
        found = hold(of.pk) if of else None
        held = _held(claim)
        _must_be_open(held)
        due = credits_by_clause(found, held, at=at) if found else []
        if not due:
            raise NothingDue(
                "No clause gives anything for this month that was not proposed before; name a sum instead.",
                "Geen clausule geeft voor deze maand nog iets dat niet al is voorgesteld; noem zelf een bedrag.",
            )
        return _taken_up(held, due, actor=actor, at=at)


def take_up_with_sum(
    claim_id: UUID, *, amount: int, vat_category: str = "standard", actor: Actor, at: datetime
) -> Credit:
    """Propose a sum of a person's own (minor units before VAT); a second person decides.

    Raises NotFound, NotAllowed, ClaimDecided, NegativeQuantity.
    """
    must_be_finance(actor)
    if amount <= 0:
        raise NegativeQuantity(
            "A credit is more than nothing.", "Een creditering is meer dan niets.", field="amount"
        )
    claim = claim_of(claim_id)
    with in_book_of(claim.debtor, closed_too=True):
        held = _held(claim)
        _must_be_open(held)
        [credit] = _taken_up(held, [_by_hand(held, amount, vat_category)], actor=actor, at=at)
        return credit


def _taken_up(claim: Claim, due: list[Credit], *, actor: Actor, at: datetime) -> list[Credit]:
    for credit in due:
        credit.claim = claim
    made = [propose(claim.debtor, credit, actor=actor, at=at) for credit in due]
    _decide(claim, Claim.State.TAKEN_UP, actor=actor, at=at)
    _tell(events.TAKEN_UP, claim, actor=actor, at=at)
    return made


def _by_hand(claim: Claim, amount: int, vat_category: str) -> Credit:
    about = f" ({claim.number})" if claim.number else ""
    draft = CreditDraft(
        service_line=claim.service_line,
        period_key=claim.period_key,
        amount=amount,
        reason_en=f"Credit for a missed promise in {claim.period_key}, as claimed{about}",
        reason_nl=f"Creditering voor een gemiste afspraak in {claim.period_key}, zoals geclaimd{about}",
        vat_category=vat_category,
        evidence={"kind": "claim", "claim": str(claim.pk)},
    )
    return draft.credit(currency=claim.debtor.currency)


def _words(draft: ClaimDraft) -> str:
    periods.start_of(draft.period_key)
    if draft.service_line not in service_line_codes():
        raise WrongTerms(
            "Choose a service line from the list.", "Kies een dienst uit de lijst.", field="service_line"
        )
    words = draft.words.strip()
    if not words or len(words) > LONGEST:
        raise WrongTerms(
            f"Say in at most {LONGEST} characters what went wrong.",
            f"Zeg in hoogstens {LONGEST} tekens wat er misging.",
            field="words",
        )
    return words


def _save_new(claim: Claim) -> None:
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as error:
        raise ClaimKnown(
            "This was claimed already, and waits for an answer.",
            "Dit is al geclaimd en wacht op antwoord.",
        ) from error


def _held(claim: Claim) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).select_related("debtor__client").get(pk=claim.pk)


def _must_be_open(claim: Claim) -> None:
    if claim.state != Claim.State.OPEN:
        raise ClaimDecided(
            "This claim was decided about or withdrawn; look again.",
            "Over deze claim is al besloten, of ze is ingetrokken; bekijk haar opnieuw.",
        )


def _decide(claim: Claim, state: str, *, actor: Actor, at: datetime) -> None:
    claim.state, claim.decided_by, claim.decided_at = state, str(actor), at
    claim.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _tell(kind: Kind, claim: Claim, *, actor: Actor, at: datetime, **private: str) -> None:
    facts = {"service_line": claim.service_line, "period": claim.period_key, "number": claim.number}
    record(kind, subject=f"claim:{claim.pk}", actor=actor, at=at, facts=facts, private=private)
