"""What the verbs of a claim share: holding it, whether it still waits, and what is told when it is decided about."""

from datetime import datetime

from billing.models import Claim
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor


class ClaimDecided(Refused):
    """It was decided about already, or withdrawn."""

    code = "claim-decided"
    status = 409


def locked_claim(claim: Claim) -> Claim:
    """A claim, held until the transaction ends."""
    return Claim.objects.select_for_update(of=("self",)).select_related("debtor__client").get(pk=claim.pk)


def must_be_open(claim: Claim) -> None:
    """Raises ClaimDecided."""
    if claim.state != Claim.State.OPEN:
        raise ClaimDecided(
            "This claim was decided about or withdrawn; look again.",
            "Over deze claim is al besloten, of ze is ingetrokken; bekijk haar opnieuw.",
        )


def decide(claim: Claim, state: str, *, actor: Actor, at: datetime) -> None:
    """Give a claim that is held another state, by whom and when."""
    claim.state, claim.decided_by, claim.decided_at = state, str(actor), at
    claim.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def tell(kind: Kind, claim: Claim, *, actor: Actor, at: datetime, **private: str) -> None:
    """Write what happened to a claim into the book that is in force."""
    facts = {"service_line": claim.service_line, "period": claim.period_key, "number": claim.number}
    record(kind, subject=f"claim:{claim.pk}", actor=actor, at=at, facts=facts, private=private)
