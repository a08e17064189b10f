"""Questions about client companies, their addresses and the service lines."""

import time
from uuid import UUID

from django.conf import settings

from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tenants.models import Allowance, Client, Domain, Logo, ServiceLine, State

USUAL_PORTS = {"http": 80, "https": 443}
LINES_SECONDS = 30.0

_lines: list[tuple[float, list[ServiceLine]]] = []


def client_by_slug(slug: str) -> Client:
    """The client with this short name, in any state but erased. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        client = Client.objects.exclude(state=State.ERASED).filter(slug=slug).first()
    if client is None:
        raise NotFound
    return client


def client_by_id(client_id: object) -> Client:
    """The client with this id, in any state. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        client = Client.objects.filter(pk=client_id).first()
    if client is None:
        raise NotFound
    return client


def open_clients() -> list[Client]:
    """All clients that take work, by name."""
    with schema.entered(schema.PUBLIC):
        return list(Client.objects.open().order_by("name", "id"))


def opening_clients() -> list[Client]:
    """Clients whose schema is still to be built, oldest first; those that failed wait for a person to retry."""
    with schema.entered(schema.PUBLIC):
        return list(Client.objects.filter(state="opening", failure="").order_by("opened_at", "id"))


def domains_of(client: Client) -> list[Domain]:
    """The client's addresses, the primary one first."""
    with schema.entered(schema.PUBLIC):
        return list(Domain.objects.filter(tenant=client).order_by("-is_primary", "domain"))


def logo_of(client: Client) -> bytes:
    """The client's logo as a PNG. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        content = Logo.objects.filter(client_id=client.pk).values_list("content", flat=True).first()
    if content is None:
        raise NotFound
    return bytes(content)


def canonical_url(client: Client | None, path: str) -> str:
    """The absolute address of a path at the client's primary domain, or at the console for None.

    Links in mail and pages are made here only: the Host header of a request is the sender's word, not ours.
    """
    host = settings.MOTORBLOK_CONSOLE_HOST if client is None else _primary_domain(client)
    scheme, port = settings.MOTORBLOK_SCHEME, settings.MOTORBLOK_PORT
    suffix = "" if port == USUAL_PORTS[scheme] else f":{port}"
    return f"{scheme}://{host}{suffix}{path}"


def allowance_of(client_id: UUID) -> Allowance | None:
    """What the client may have more of; None where nothing is limited."""
    with schema.entered(schema.PUBLIC):
        return Allowance.objects.filter(client_id=client_id).first()


def service_lines() -> list[ServiceLine]:
    """All service lines in the order in which they are listed; read at most twice a minute."""
    if not _lines or _lines[0][0] < time.monotonic():
        with schema.entered(schema.PUBLIC):
            found = list(ServiceLine.objects.order_by("position", "code"))
        _lines[:] = [(time.monotonic() + LINES_SECONDS, found)]
    return list(_lines[0][1])


def service_line_codes() -> frozenset[str]:
    """The codes of all service lines."""
    return frozenset(line.code for line in service_lines())


def forget_service_lines() -> None:
    """Read the service lines anew in this process; others follow within half a minute."""
    _lines.clear()


def _primary_domain(client: Client) -> str:
    with schema.entered(schema.PUBLIC):
        return str(Domain.objects.get(tenant=client, is_primary=True).domain)
