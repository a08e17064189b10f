"""The addresses at which a client's portal answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants import events, hosts
from tenants.actions.life import must_not_be_closed
from tenants.claiming import held, make_primary, note, withdraw
from tenants.host_names import DomainIsTaken, host_name_of, is_ours, must_be_nobody_elses
from tenants.models import Client, Domain, DomainClaim, State


class DomainIsPrimary(DomainError):
    """Links lead to this address, so it cannot go before another one takes over."""

    code = "domain-is-primary"
    words = _("Links lead to this address. Make another one the primary address first.")


class DomainIsToBeProven(DomainError):
    """The address is not one that we made: it is claimed, and served once DNS proves it (tenants.actions.claims)."""

    code = "domain-is-to-be-proven"
    words = _("DNS does not prove now that this address is the client's own.")


def add_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> Domain:
    """Let the client's portal answer at one more address that we make; any other is claimed instead.

    Raises Invalid, DomainIsTaken, DomainIsTheProviders, DomainIsToBeProven, ClientIsClosed.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        name = host_name_of(domain)
        must_be_nobody_elses(name, client=client)
        if not is_ours(name):
            raise DomainIsToBeProven(field="domain")
        added = create_domain(name, client=client, is_primary=False)
        note(events.DOMAIN_ADDED, name, client=client, actor=actor, at=at)
    return added


def remove_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> None:
    """Stop answering at an address, of a closed client too: it may be wanted elsewhere. Raises NotFound, DomainIsPrimary.

    A closed client can make no other address primary; there the one that we made takes over by itself.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        claim = DomainClaim.objects.select_for_update().filter(client=client, host=domain).first()
        addresses = held(client)
        found = _among(addresses, domain)
        if found.is_primary:
            heir = _heir(addresses, found)
            make_primary(heir)
            note(events.DOMAIN_MADE_PRIMARY, heir.domain, client=client, actor=actor, at=at)
        if claim:
            withdraw(claim, at=at)
        found.delete()
        note(events.DOMAIN_REMOVED, domain, client=client, actor=actor, at=at)


def set_primary_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> None:
    """Make an address the one that links lead to. Raises NotFound, DomainIsToBeProven, ClientIsClosed."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        found = _among(held(client), domain)
        if not found.is_primary:
            _must_be_beyond_doubt(found)
            make_primary(found)
            note(events.DOMAIN_MADE_PRIMARY, domain, client=client, actor=actor, at=at)


def create_domain(host: str, *, client: Client, is_primary: bool) -> Domain:
    """Write the row of an address, a host name in its final form; no event. Raises DomainIsTaken, DomainIsTheProviders."""
    must_be_nobody_elses(host, client=client)
    hosts.forget_after_commit()
    try:
        with transaction.atomic():
            created: Domain = Domain.objects.create(domain=host, tenant=client, is_primary=is_primary)
    except IntegrityError:
        raise DomainIsTaken(field="domain") from None
    return created


def _must_be_beyond_doubt(domain: Domain) -> None:
    if is_ours(domain.domain):
        return
    claim = DomainClaim.objects.filter(client=domain.tenant_id, host=domain.domain).first()
    if claim is None or claim.is_in_doubt:
        raise DomainIsToBeProven


def _heir(addresses: Sequence[Domain], primary: Domain) -> Domain:
    """Who takes over from the primary address of a closed client. Raises DomainIsPrimary for all others."""
    is_closed = Client.objects.filter(pk=primary.tenant_id, state=State.CLOSED).exists()
    ours = [each for each in addresses if is_ours(each.domain) and each.pk != primary.pk]
    if not is_closed or not ours:
        raise DomainIsPrimary
    return ours[0]


def _among(addresses: Sequence[Domain], domain: str) -> Domain:
    found = next((each for each in addresses if each.domain == domain), None)
    if found is None:
        raise NotFound
    return found
