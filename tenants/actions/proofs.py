"""What DNS says of a claim: a host that it proves is served, one that it does not prove for too long is no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants import events
from tenants.actions.domains import create_domain
from tenants.actions.life import must_not_be_closed
from tenants.claiming import held, make_primary, note
from tenants.host_names import DomainIsTaken, among_ours, is_ours, own_host
from tenants.models import Answer, Client, Domain, DomainClaim
from tenants.resolving import Found

BETWEEN = timedelta(seconds=10)


class AskedJustNow(DomainError):
    """DNS was asked about this claim seconds ago."""

    code = "asked-just-now"
    status = 429
    words = _("DNS was asked about this address a moment ago. Try again in ten seconds.")


@dataclass(frozen=True, slots=True)
class Step:
    """A claim that an answer changes, in whose name and when."""

    claim: DomainClaim
    actor: Actor
    at: datetime


def take_claim(client: Client, *, domain: str, at: datetime) -> DomainClaim:
    """Take a claim to ask DNS about it. Raises NotFound, AskedJustNow, ClientIsClosed, RuntimeError in a transaction.

    Nothing stays locked: DNS may take its time.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic(durable=True):
        must_not_be_closed(client.schema_name)
        claims = DomainClaim.objects.select_for_update().filter(client=client, withdrawn_at=None)
        claim = claims.filter(host=domain).first()
        if claim is None:
            raise NotFound
        if claim.asked_at and claim.asked_at > at - BETWEEN:
            raise AskedJustNow
        claim.asked_at = at
        claim.save(update_fields=["asked_at"])
    return claim


def take_due(*, at: datetime, most: int) -> list[DomainClaim]:
    """Take the claims about which DNS is to be asked again, those that wait longest first; two who take get none twice."""
    with schema.entered(schema.PUBLIC), transaction.atomic(durable=True):
        due = DomainClaim.objects.due(at=at).exclude(among_ours("host"))
        claims = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        DomainClaim.objects.filter(pk__in=[claim.pk for claim in claims]).update(asked_at=at)
    return claims


def note_answer(claim_id: UUID, *, found: Found, asked_at: datetime, actor: Actor, at: datetime) -> Answer:
    """Act on what DNS answered when it was asked at `asked_at`: serve the host, doubt it, or stop serving it.

    Silence changes nothing but what is shown. An answer that is older than the last one counts for nothing. Returns
    what counts now. Raises NotFound for a claim that is no more, ClientIsClosed.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        claim = _locked(claim_id)
        if claim.checked_at and claim.checked_at > asked_at:
            return Answer(claim.answer)
        claim.checked_at, claim.answer, claim.seen = asked_at, found.answer, found.seen
        step = Step(claim, actor, at)
        if found.answer == Answer.FOUND:
            _heed_proof(step)
        elif found.answer != Answer.SILENT and claim.is_served:
            _heed_refusal(step)
        claim.save()
    return Answer(claim.answer)


def _locked(claim_id: UUID) -> DomainClaim:
    found = DomainClaim.objects.select_related("client").filter(pk=claim_id).first()
    if found is None:
        raise NotFound
    # The client's row before its claims, and these before its addresses: each verb locks them in this order.
    must_not_be_closed(found.client.schema_name)
    claim = DomainClaim.objects.select_for_update().filter(pk=claim_id, withdrawn_at=None).first()
    if claim is None:
        raise NotFound
    claim.client = found.client
    return claim


def _heed_proof(step: Step) -> None:
    claim = step.claim
    if not claim.is_served:
        _serve(step)
    elif claim.failing_since:
        _tell(step, events.DOMAIN_RECOVERED)
    if claim.is_served:
        claim.failing_since, claim.grace_until, claim.refusals = None, None, 0


def _serve(step: Step) -> None:
    claim = step.claim
    try:
        create_domain(claim.host, client=claim.client, is_primary=False)
    except DomainIsTaken:
        claim.answer = Answer.TAKEN
        return
    claim.proven_at, claim.lapsed_at = step.at, None
    _tell(step, events.DOMAIN_PROVEN)
    _tell(step, events.DOMAIN_ADDED)


def _heed_refusal(step: Step) -> None:
    claim = step.claim
    claim.refusals += 1
    if claim.failing_since is None and not claim.is_spared(at=step.at):
        claim.failing_since = claim.checked_at
        _tell(step, events.DOMAIN_FAILING)
    if claim.ends_at and step.at >= claim.ends_at and claim.refusals >= claim.LEAST_REFUSALS:
        claim.lapsed_at = step.at
        _tell(step, events.DOMAIN_LAPSED)
        _stop(step)


def _stop(step: Step) -> None:
    claim = step.claim
    addresses = {each.domain: each for each in held(claim.client)}
    if stopped := addresses.pop(claim.host, None):
        stopped.delete()
        _tell(step, events.DOMAIN_REMOVED)
        if stopped.is_primary:
            heir = _heir(claim.client, addresses)
            make_primary(heir)
            _tell(step, events.DOMAIN_MADE_PRIMARY, host=heir.domain)


def _heir(client: Client, addresses: Mapping[str, Domain]) -> Domain:
    """The host that we made; where it was removed another one of ours, or the same anew."""
    ours = [each for host, each in sorted(addresses.items()) if is_ours(host)]
    own = addresses.get(own_host(client)) or next(iter(ours), None)
    return own or create_domain(own_host(client), client=client, is_primary=False)


def _tell(step: Step, kind: Kind, *, host: str = "") -> None:
    claim = step.claim
    note(kind, host or claim.host, client=claim.client, actor=step.actor, at=step.at)
