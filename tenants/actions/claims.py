"""The claims to addresses that we did not make: made, withdrawn, or made for a host that was served before there were any."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants import events
from tenants.actions.life import must_not_be_closed
from tenants.claiming import keep_claim, note, withdraw
from tenants.host_names import DomainIsTaken, host_name_of
from tenants.models import Client, Domain, DomainClaim

MOST_UNPROVEN = 20
GRACE = timedelta(days=30)


class TooManyClaims(DomainError):
    """So many names of one client wait for a proof that nobody means all of them."""

    code = "too-many-claims"
    words = _("Too many addresses of this client wait for their proof. Withdraw some of them first.")


def claim_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> DomainClaim:
    """Say that a host is the client's own; it is served once DNS proves it. What is claimed already stays as it is.

    Others may claim the same. Raises Invalid, DomainIsTheProviders, DomainIsTaken (this client is served there without
    a claim), TooManyClaims, ClientIsClosed.
    """
    host = host_name_of(domain)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        claims = DomainClaim.objects.filter(client=client, withdrawn_at=None)
        if known := claims.filter(host=host).first():
            return known
        if Domain.objects.filter(tenant=client, domain=host).exists():
            raise DomainIsTaken(field="domain")
        if claims.filter(proven_at=None).count() >= MOST_UNPROVEN:
            raise TooManyClaims
        claim = keep_claim(client, host=host, at=at)
        note(events.DOMAIN_CLAIMED, host, client=client, actor=actor, at=at)
    return claim


def withdraw_claim(client: Client, *, domain: str, actor: Actor, at: datetime) -> None:
    """Give up a claim to a host that is not served; one that is served is removed instead. Raises NotFound."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        claims = DomainClaim.objects.select_for_update().filter(client=client, withdrawn_at=None)
        claim = claims.filter(host=domain).first()
        if claim is None or claim.is_served:
            raise NotFound
        withdraw(claim, at=at)
        note(events.DOMAIN_WITHDRAWN, domain, client=client, actor=actor, at=at)


def adopt_domain(domain: Domain, *, actor: Actor, at: datetime) -> DomainClaim:
    """Keep a host served that was served before there were proofs; DNS is to prove it within a month.

    Raises DomainIsTheProviders, ClientIsClosed.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        client = domain.tenant
        must_not_be_closed(client.schema_name)
        claim = keep_claim(client, host=domain.domain, at=at)
        if claim.proven_at is None:
            claim.proven_at, claim.grace_until = at, at + GRACE
            claim.save(update_fields=["proven_at", "grace_until"])
            note(events.DOMAIN_ADOPTED, claim.host, client=client, actor=actor, at=at)
    return claim
