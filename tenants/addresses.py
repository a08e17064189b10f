"""All addresses of a client as somebody looks at them: those that are served, and those that are only claimed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motorblok.kernel import schema
from tenants.host_names import is_ours, own_host
from tenants.models import Client, Domain, DomainClaim, DomainClaimQuerySet


class Standing(StrEnum):
    """How an address stands: the first four are served, the others are not."""

    OURS = "ours"
    PROVEN = "proven"
    ADOPTED = "adopted"
    FAILING = "failing"
    WAITING = "waiting"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"


DOUBTFUL = frozenset({Standing.ADOPTED, Standing.FAILING, Standing.LAPSED})
"""What the provider is to be warned of."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host of a client; `claim` is None where we made the host, or until it is adopted."""

    host: str
    standing: Standing
    is_primary: bool = False
    claim: DomainClaim | None = None

    @property
    def is_served(self) -> bool:
        """Whether the portal answers there."""
        return self.standing in {Standing.OURS, Standing.PROVEN, Standing.ADOPTED, Standing.FAILING}

    @property
    def may_be_primary(self) -> bool:
        """Whether links may lead there from now on."""
        return self.standing in {Standing.OURS, Standing.PROVEN} and not self.is_primary


def addresses_of(client: Client, *, at: datetime) -> list[Address]:
    """The client's addresses, the primary one first, then those that are served, then those that are claimed."""
    with schema.entered(schema.PUBLIC):
        served = list(Domain.objects.filter(tenant=client).order_by("-is_primary", "domain"))
        claims = {each.host: each for each in DomainClaim.objects.filter(client=client, withdrawn_at=None)}
    taken = [_served(each, claims.pop(each.domain, None)) for each in served]
    left = [Address(host, _unserved(claim, at=at), claim=claim) for host, claim in sorted(claims.items())]
    return [*taken, *left]


def target_of(client: Client) -> str:
    """The host of ours to which the client's own names are to point in DNS."""
    return own_host(client)


def _served(domain: Domain, claim: DomainClaim | None) -> Address:
    return Address(domain.domain, _standing(domain.domain, claim), bool(domain.is_primary), claim)


def _standing(host: str, claim: DomainClaim | None) -> Standing:
    if is_ours(host):
        return Standing.OURS
    if claim and claim.failing_since:
        return Standing.FAILING
    return Standing.ADOPTED if claim is None or claim.grace_until else Standing.PROVEN


def _unserved(claim: DomainClaim, *, at: datetime) -> Standing:
    if claim.lapsed_at:
        return Standing.LAPSED
    is_old = claim.claimed_at <= at - DomainClaimQuerySet.GIVEN_UP
    return Standing.GIVEN_UP if is_old else Standing.WAITING
