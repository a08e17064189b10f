"""The client's verbs of a claim: it is made, and withdrawn while nobody has answered it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from billing import periods
from billing.actions.standing import debtor_of, in_book_of
from billing.answering import decide, locked_claim, must_be_open, tell
from billing.events import claims as events
from billing.finance import must_be_director
from billing.models import Claim
from billing.queries.claiming import claim_of, must_be_in_time
from billing.rating.checking import WrongTerms
from billing.refusing import Refused
from motorblok.kernel.actors import Actor
from tenants.queries import service_line_codes

LONGEST = 2000


class ClaimKnown(Refused):
    """The same is claimed already and waits for an answer."""

    code = "claim-known"
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
        tell(events.CLAIMED, made, actor=actor, at=at, words=words)
    return made


def withdraw_claim(claim_id: UUID, *, actor: Actor, at: datetime) -> Claim:
    """Take a claim back that nobody has decided about; twice is once. Raises NotFound, NotAllowed, ClaimDecided, ClientIsClosed."""
    claim = claim_of(claim_id)
    must_be_director(actor, claim.debtor_id)
    with in_book_of(claim.debtor):
        held = locked_claim(claim)
        if held.state == Claim.State.WITHDRAWN:
            return held
        must_be_open(held)
        decide(held, Claim.State.WITHDRAWN, actor=actor, at=at)
        tell(events.WITHDRAWN, held, actor=actor, at=at)
        return held


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
