"""Has claims proven: takes them, asks DNS outside of any transaction, and notes what it answered."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError
from tenants import actions
from tenants.host_names import among_ours
from tenants.models import Answer, Client, Domain, DomainClaim, State
from tenants.resolving import ask, ask_all

AT_ONCE = 50

logger = logging.getLogger(__name__)


def check_now(client: Client, *, domain: str, actor: Actor, at: datetime) -> Answer:
    """Ask DNS about one claim, in five seconds at most, and act on the answer: a proof is the actor's deed, no other is.

    Raises NotFound, AskedJustNow, ClientIsClosed, and RuntimeError within a transaction.
    """
    claim = actions.take_claim(client, domain=domain, at=at)
    found = ask(claim)
    by = actor if found.answer == Answer.FOUND else SYSTEM
    return actions.note_answer(claim.id, found=found, asked_at=at, actor=by, at=at)


def check_due(*, at: datetime) -> int:
    """Ask DNS about the claims that are due, fifty at most; returns how many."""
    claims = actions.take_due(at=at, most=AT_ONCE)
    for claim, found in zip(claims, ask_all(claims), strict=True):
        try:
            actions.note_answer(claim.id, found=found, asked_at=at, actor=SYSTEM, at=at)
        except DomainError as refusal:  # withdrawn or closed meanwhile
            logger.info("An answer of DNS came too late: %s", refusal.code)
    return len(claims)


def adopt_what_is_served(*, at: datetime) -> int:
    """Make claims for the hosts that are served without any, as before there were proofs; returns for how many."""
    domains = _without_claims()
    for domain in domains:
        try:
            actions.adopt_domain(domain, actor=SYSTEM, at=at)
        except DomainError as refusal:
            logger.warning("An address that is served cannot be claimed: %s", refusal.code)
    return len(domains)


def _without_claims() -> Sequence[Domain]:
    claims = DomainClaim.objects.filter(client=OuterRef("tenant"), host=OuterRef("domain"), withdrawn_at=None)
    with schema.entered(schema.PUBLIC):
        served = Domain.objects.filter(~Exists(claims), tenant__state__in=(State.OPEN, State.SUSPENDED))
        return list(
            served.exclude(among_ours("domain")).select_related("tenant").order_by("domain")[:AT_ONCE]
        )
