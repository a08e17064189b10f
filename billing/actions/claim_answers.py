"""How staff of finance answers a claim: taken up as proposed credits, by its clauses or with a sum, or declined."""

from datetime import datetime
from uuid import UUID

from billing.actions.claims import LONGEST
from billing.actions.proposals import CreditDraft, credits_by_clause, propose
from billing.actions.standing import in_book_of
from billing.answering import decide, locked_claim, must_be_open, tell
from billing.events import claims as events
from billing.finance import must_be_finance
from billing.holding import hold
from billing.models import Claim, Credit
from billing.queries.claiming import claim_of, subscription_for
from billing.rating.checking import WrongTerms
from billing.rating.metered import NegativeQuantity
from billing.refusing import Refused
from motorblok.kernel.actors import Actor


class NothingDue(Refused):
    """No clause gives anything beyond what was proposed before."""

    code = "nothing-due"
    status = 409


def decline_claim(claim_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Claim:
    """Say no, with a reason that the client reads. Raises NotFound, NotAllowed, WrongTerms without a reason, ClaimDecided."""
    must_be_finance(actor)
    if not reason.strip():
        raise WrongTerms("Say why; the client reads it.", "Zeg waarom; de klant leest het.", field="reason")
    claim = claim_of(claim_id)
    with in_book_of(claim.debtor, closed_too=True):
        held = locked_claim(claim)
        must_be_open(held)
        held.answer = reason.strip()[:LONGEST]
        decide(held, Claim.State.DECLINED, actor=actor, at=at)
        tell(events.DECLINED, held, actor=actor, at=at, reason=held.answer)
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
        held = locked_claim(claim)
        must_be_open(held)
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
        held = locked_claim(claim)
        must_be_open(held)
        [credit] = _taken_up(held, [_by_hand(held, amount, vat_category)], actor=actor, at=at)
        return credit


def _taken_up(claim: Claim, due: list[Credit], *, actor: Actor, at: datetime) -> list[Credit]:
    for credit in due:
        credit.claim = claim
    made = [propose(claim.debtor, credit, actor=actor, at=at) for credit in due]
    decide(claim, Claim.State.TAKEN_UP, actor=actor, at=at)
    tell(events.TAKEN_UP, claim, actor=actor, at=at)
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
