"""The addresses at which a client's portal answers."""

import re
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid, NotFound
from tenants import events, hosts
from tenants.actions.life import must_not_be_closed
from tenants.models import Client, Domain

# RFC 1123 names: labels of letters, digits and inner hyphens, at most 63 long, 253 in all.
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"{LABEL}(?:\.{LABEL})+\Z")


class DomainIsTaken(DomainError):
    """The address leads to another client, or to the console."""

    code = "domain-is-taken"
    words = _("This address is in use already.")


class DomainIsPrimary(DomainError):
    """Links lead to this address, so it cannot go before another one takes over."""

    code = "domain-is-primary"
    words = _("Links lead to this address. Make another one the primary address first.")


def add_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> Domain:
    """Let the client's portal answer at one more address. Raises Invalid, DomainIsTaken, ClientIsClosed."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        added = create_domain(domain, client=client, is_primary=False)
        _record(events.DOMAIN_ADDED, added, client=client, actor=actor, at=at)
    return added


def remove_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> None:
    """Stop answering at an address, of a closed client too: it may be wanted elsewhere. Raises NotFound, DomainIsPrimary."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _find(client, domain)
        if found.is_primary:
            raise DomainIsPrimary
        _record(events.DOMAIN_REMOVED, found, client=client, actor=actor, at=at)
        found.delete()


def set_primary_domain(client: Client, *, domain: str, actor: Actor, at: datetime) -> None:
    """Make an address the one that links lead to. Raises NotFound, ClientIsClosed."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        found = _find(client, domain)
        if not found.is_primary:
            Domain.objects.filter(tenant=client, is_primary=True).update(is_primary=False)
            found.is_primary = True
            found.save(update_fields=["is_primary"])
            _record(events.DOMAIN_MADE_PRIMARY, found, client=client, actor=actor, at=at)


def create_domain(domain: str, *, client: Client, is_primary: bool) -> Domain:
    """Write the row of an address, in small letters and, beyond ASCII, in its IDNA form; no event."""
    name = _as_host_name(domain)
    if name == settings.MOTORBLOK_CONSOLE_HOST:
        raise DomainIsTaken(field="domain")
    hosts.forget_after_commit()
    try:
        with transaction.atomic():
            created: Domain = Domain.objects.create(domain=name, tenant=client, is_primary=is_primary)
    except IntegrityError:
        raise DomainIsTaken(field="domain") from None
    return created


def _as_host_name(domain: str) -> str:
    try:
        name = domain.strip().lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        name = ""
    if not HOST_NAME.match(name) or len(name) > 253:
        raise Invalid(
            _("Give a host name such as portal.example.com, without http:// or a port."), field="domain"
        )
    return name


def _find(client: Client, domain: str) -> Domain:
    found: Domain | None = Domain.objects.select_for_update().filter(tenant=client, domain=domain).first()
    if found is None:
        raise NotFound
    return found


def _record(kind: Kind, domain: Domain, *, client: Client, actor: Actor, at: datetime) -> None:
    with schema.entered(client.schema_name):
        record(kind, subject=f"client:{client.id}", actor=actor, at=at, facts={"domain": domain.domain})
    hosts.forget_after_commit()
