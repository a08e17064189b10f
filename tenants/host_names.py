"""Host names: their form, which of them we make ourselves, and which are the provider's own and nobody's to have."""

import re

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError, Invalid
from tenants.models import Client

# RFC 1123 names: labels of letters, digits and inner hyphens, at most 63 long, 253 in all.
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"{LABEL}(?:\.{LABEL})+\Z")
LONGEST = 253
LONGEST_FOREIGN = LONGEST - len("_motorblok.")  # the name of its proof is to be a name too
OF_THIS_MACHINE = "localhost"  # and all below it (RFC 6761, 6.3)
# Names that would be taken for a host of the provider's own.
RESERVED = frozenset({"console", "www", "api", "static", "mail", "status"})


class DomainIsTaken(DomainError):
    """The address leads to another client."""

    code = "domain-is-taken"
    words = _("This address is in use already.")


class DomainIsTheProviders(DomainError):
    """The address belongs to the provider, or to one of its machines."""

    code = "domain-is-the-providers"
    words = _("This name is our own. Give one that belongs to the client.")


def host_name_of(text: str) -> str:
    """The name in small letters and, beyond ASCII, in its IDNA form. Raises Invalid for what is no name of a host."""
    try:
        name = text.strip().lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        name = ""
    # A last part of digits is that of an IP number (WHATWG URL, "ends in a number").
    if not HOST_NAME.match(name) or len(name) > LONGEST or name.rpartition(".")[2].isdigit():
        raise Invalid(
            _("Give a host name such as portal.example.com, without http:// or a port."), field="domain"
        )
    if not is_ours(name) and len(name) > LONGEST_FOREIGN:
        raise Invalid(_("This name is too long to be proven in DNS."), field="domain")
    return name


def is_ours(host: str) -> bool:
    """Whether it is a name below which we make hosts: it needs no proof."""
    return host.endswith(f".{settings.MOTORBLOK_CLIENT_DOMAIN}")


def among_ours(field: str) -> Q:
    """The same, of a column."""
    return Q(**{f"{field}__endswith": f".{settings.MOTORBLOK_CLIENT_DOMAIN}"})


def own_host(client: Client) -> str:
    """The host that we made for a client."""
    return f"{client.slug}.{settings.MOTORBLOK_CLIENT_DOMAIN}"


def must_be_nobody_elses(host: str, *, client: Client) -> None:
    """Let pass what this client may have. Raises DomainIsTheProviders, and DomainIsTaken below another client's own host."""
    at_console = host.endswith(f".{settings.MOTORBLOK_CONSOLE_HOST}")
    if host in _of_the_provider() or at_console or _is_of_a_machine(host):
        raise DomainIsTheProviders(field="domain")
    if is_ours(host):
        first = host.removesuffix(f".{settings.MOTORBLOK_CLIENT_DOMAIN}").rpartition(".")[2]
        if first in RESERVED:
            raise DomainIsTheProviders(field="domain")
        if Client.objects.filter(slug=first).exclude(pk=client.pk).exists():
            raise DomainIsTaken(field="domain")


def _of_the_provider() -> set[str]:
    return {
        settings.MOTORBLOK_CONSOLE_HOST,
        settings.MOTORBLOK_CLIENT_DOMAIN,
        *settings.MOTORBLOK_MACHINE_NAMES,
    }


def _is_of_a_machine(host: str) -> bool:
    return host.endswith(f".{OF_THIS_MACHINE}") and not is_ours(host)
