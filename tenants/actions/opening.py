"""Opening a client: its row, its addresses and an event, on which the provisioner builds its schema."""

import re
import zoneinfo
from datetime import datetime
from functools import cache

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid
from motorblok.kernel.languages import LANGUAGES
from tenants import events
from tenants.actions.domains import create_domain
from tenants.claiming import keep_claim
from tenants.host_names import RESERVED, host_name_of, is_ours, own_host
from tenants.models import CODE, SLUG, Client

CODE_LENGTH = 12
SCHEMA_PREFIX = "c_"  # keeps clients apart from the schemas of PostgreSQL, of an extension and of our own


class SlugIsTaken(DomainError):
    """Another client has this short name; short names are never used again."""

    code = "slug-is-taken"
    words = _("Another client has this short name. Choose a different one.")


class CodeIsTaken(DomainError):
    """Another client has this code in front of its task numbers."""

    code = "code-is-taken"
    words = _("Another client has this code. Choose a different one.")


def open_client(
    *,
    name: str,
    slug: str,
    code: str = "",
    domain: str | None = None,
    language: str = "nl",
    time_zone: str = "Europe/Amsterdam",
    actor: Actor,
    at: datetime,
) -> Client:
    """Take a company on as a client; its state is `opening` until the provisioner has built its schema.

    `slug` is its part of the addresses and of its schema's name. `code` stands before its task numbers and is made
    from the slug when empty. `domain` is a further address: one that we make is from then on the primary one, any other
    is claimed and served once DNS proves it. The address under the provider's domain it gets in any case.
    Raises Invalid, SlugIsTaken, CodeIsTaken, DomainIsTaken, DomainIsTheProviders.
    """
    _must_be_valid(name=name, slug=slug, language=language, time_zone=time_zone)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        client = Client(
            schema_name=SCHEMA_PREFIX + slug.replace("-", "_"),
            slug=slug,
            code=_free_code(slug, wanted=code),
            name=name.strip(),
            language=language,
            time_zone=time_zone,
            opened_at=at,
        )
        _create(client)
        _give_addresses(client, domain=domain, at=at)
        record(
            events.OPENED,
            subject=f"client:{client.id}",
            actor=actor,
            at=at,
            facts={"client": str(client.id), "slug": slug, "schema": client.schema_name},
            private={"name": client.name},
        )
    return client


def _give_addresses(client: Client, *, domain: str | None, at: datetime) -> None:
    further = host_name_of(domain) if domain else ""
    create_domain(own_host(client), client=client, is_primary=not is_ours(further))
    if is_ours(further):
        create_domain(further, client=client, is_primary=True)
    elif further:
        keep_claim(client, host=further, at=at)


def _must_be_valid(*, name: str, slug: str, language: str, time_zone: str) -> None:
    if not name.strip():
        raise Invalid(_("A client needs a name."), field="name")
    if slug in RESERVED or not _matches(SLUG, slug) or len(slug) > 50:
        raise Invalid(
            _("Use at most 50 small letters, digits and single hyphens, starting with a letter."),
            field="slug",
        )
    if language not in LANGUAGES:
        raise Invalid(_("Choose one of the languages offered."), field="language")
    if time_zone not in _time_zones():
        raise Invalid(_("This time zone is not known."), field="time_zone")


@cache
def _time_zones() -> frozenset[str]:
    # Finding them out reads a folder of files: 20 ms.
    return frozenset(zoneinfo.available_timezones())


def _matches(validator: object, value: str) -> bool:
    try:
        validator(value)  # type: ignore[operator]  # a RegexValidator
    except ValidationError:
        return False
    return True


def _create(client: Client) -> None:
    _must_be_free(client)
    try:
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError:  # somebody was a moment earlier
        _must_be_free(client)
        raise


def _must_be_free(client: Client) -> None:
    if Client.objects.filter(slug=client.slug).exists():
        raise SlugIsTaken(field="slug")
    if Client.objects.filter(code=client.code).exists():
        raise CodeIsTaken(field="code")


def _free_code(slug: str, *, wanted: str) -> str:
    if wanted:
        if not _matches(CODE, wanted):
            raise Invalid(_("Use 2 to 12 capitals and digits, starting with a capital."), field="code")
        return wanted
    base = re.sub(r"[^A-Z0-9]", "", slug.upper())[:CODE_LENGTH].ljust(2, "X")
    taken = set(
        Client.objects.filter(code__startswith=base[: CODE_LENGTH - 4]).values_list("code", flat=True)
    )
    candidates = (
        base if number == 1 else f"{base[: CODE_LENGTH - 4]}{number}" for number in range(1, 10_000)
    )
    return next(candidate for candidate in candidates if candidate not in taken)
