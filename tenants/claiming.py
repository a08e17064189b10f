"""What the verbs on addresses and on claims to them share: their rows, in one order of locks, and their events."""

import secrets
from datetime import datetime

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants import hosts
from tenants.host_names import DomainIsTheProviders, is_ours, must_be_nobody_elses
from tenants.models import Client, Domain, DomainClaim

TOKEN_BYTES = 20  # 160 random bits: nobody guesses what another client is to put into DNS


def keep_claim(client: Client, *, host: str, at: datetime) -> DomainClaim:
    """The client's claim to a host that we did not make, made or, if it was withdrawn, alive again with the same token.

    Raises DomainIsTheProviders.
    """
    must_be_nobody_elses(host, client=client)
    if is_ours(host):
        raise DomainIsTheProviders(field="domain")
    # A new one is left alone at first: a resolver would remember for long that the proof is not there yet.
    given = {"token": secrets.token_hex(TOKEN_BYTES), "claimed_at": at, "asked_at": at}
    claim, is_new = DomainClaim.objects.get_or_create(client=client, host=host, defaults=given)
    if not is_new and claim.withdrawn_at:
        claim.withdrawn_at, claim.claimed_at, claim.asked_at = None, at, None
        claim.save(update_fields=["withdrawn_at", "claimed_at", "asked_at"])
    return claim


def withdraw(claim: DomainClaim, *, at: datetime) -> None:
    """Leave of it what is needed to take it up again."""
    claim.withdrawn_at, claim.proven_at = at, None
    claim.answer, claim.seen, claim.refusals = "", "", 0
    claim.failing_since = claim.lapsed_at = claim.grace_until = claim.checked_at = None
    claim.save()


def held(client: Client) -> list[Domain]:
    """The client's addresses, each row locked. Whoever locks a claim too locks that first."""
    return list(Domain.objects.select_for_update().filter(tenant=client).order_by("id"))


def make_primary(domain: Domain) -> None:
    """Let links lead there, and to no other of the client's addresses."""
    Domain.objects.filter(tenant=domain.tenant_id, is_primary=True).update(is_primary=False)
    domain.is_primary = True
    domain.save(update_fields=["is_primary"])


def note(kind: Kind, host: str, *, client: Client, actor: Actor, at: datetime) -> None:
    """Write into the client's book what became of a host, and have every process look again who is served there."""
    with schema.entered(client.schema_name):
        record(kind, subject=f"client:{client.id}", actor=actor, at=at, facts={"domain": host})
    hosts.forget_after_commit()
