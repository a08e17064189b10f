"""Addresses of a client's own in tests: claimed, and answered for by DNS without asking any."""

from datetime import datetime

from motorblok.kernel.actors import SYSTEM, Actor
from tenants import actions
from tenants.models import Answer, Client, Domain, DomainClaim
from tenants.resolving import Found
from tests.cast import MONDAY, RITA


def claim(client: Client, host: str, *, actor: Actor = RITA, at: datetime = MONDAY) -> DomainClaim:
    """A claim that DNS was not asked about."""
    return actions.claim_domain(client, domain=host, actor=actor, at=at)


def answered(
    made: DomainClaim, answer: str, *, at: datetime = MONDAY, seen: str = "", actor: Actor = SYSTEM
) -> DomainClaim:
    """The claim after DNS was asked and gave this answer."""
    found = Found(Answer(answer), seen)
    actions.note_answer(made.id, found=found, asked_at=at, actor=actor, at=at)
    return again(made)


def proven(client: Client, host: str, *, at: datetime = MONDAY) -> DomainClaim:
    """A claim that DNS has proven: the host is served."""
    return answered(claim(client, host, at=at), "found", at=at)


def again(made: DomainClaim) -> DomainClaim:
    """The claim as it stands now."""
    return DomainClaim.objects.get(pk=made.pk)


def hosts_of(client: Client) -> list[str]:
    """The hosts at which the client is served, the one that links lead to first."""
    served = Domain.objects.filter(tenant=client).order_by("-is_primary", "domain")
    return list(served.values_list("domain", flat=True))
