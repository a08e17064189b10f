"""How a client's portal looks: its own accent and logo."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid, NotFound
from tenants import events, hosts, logos
from tenants.actions.life import ClientIsClosed
from tenants.colours import HEX
from tenants.models import Client, Logo, State


class ColourCannotBeRead(Invalid):
    """The text names no colour."""

    code = "colour-cannot-be-read"
    words = _("Give the colour as a hash sign and six digits or letters, such as #0b6b8a.")


def set_accent(client: Client, *, accent: str, actor: Actor, at: datetime) -> None:
    """Give the client's portal a colour of its own, "#rrggbb"; each theme takes the shades of it that can be read.

    The same colour again changes nothing. Raises ColourCannotBeRead, ClientIsClosed, NotFound.
    """
    accent = accent.strip().lower()
    if not HEX.match(accent):
        raise ColourCannotBeRead(field="accent")
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client)
        if found.accent != accent:
            _change(found, events.ACCENT_SET, actor=actor, at=at, facts={"accent": accent}, accent=accent)


def remove_accent(client: Client, *, actor: Actor, at: datetime) -> None:
    """Give the client's portal its usual colours. Raises ClientIsClosed, NotFound."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client)
        if found.accent:
            _change(found, events.ACCENT_REMOVED, actor=actor, at=at, facts={}, accent="")


def set_logo(client: Client, *, content: bytes, actor: Actor, at: datetime) -> None:
    """Show a picture (PNG, JPEG or WebP) as the client's logo; it is drawn anew, so only its pixels are kept.

    The same picture again changes nothing. Raises LogoIsTooLarge, LogoCannotBeRead, ClientIsClosed, NotFound.
    """
    drawn = logos.draw(content)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client)
        if found.logo_digest == drawn.digest:
            return
        shown = {"content": drawn.content, "width": drawn.width, "height": drawn.height}
        Logo.objects.update_or_create(client_id=found.pk, defaults=shown)
        facts = {"digest": drawn.digest}
        _change(found, events.LOGO_SET, actor=actor, at=at, facts=facts, logo_digest=drawn.digest)


def remove_logo(client: Client, *, actor: Actor, at: datetime) -> None:
    """Show the client's initials instead of a logo. Raises ClientIsClosed, NotFound."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client)
        if not found.logo_digest:
            return
        Logo.objects.filter(client_id=found.pk).delete()
        facts = {"digest": found.logo_digest}
        _change(found, events.LOGO_REMOVED, actor=actor, at=at, facts=facts, logo_digest="")


def _locked(client: Client) -> Client:
    found: Client | None = Client.objects.select_for_update(no_key=True).built().filter(pk=client.pk).first()
    if found is None:
        raise NotFound
    if found.state == State.CLOSED:
        raise ClientIsClosed
    return found


def _change(
    client: Client, kind: Kind, *, actor: Actor, at: datetime, facts: dict[str, Any], **look: str
) -> None:
    for name, value in look.items():
        setattr(client, name, value)
    client.save(update_fields=list(look))
    with schema.entered(client.schema_name):
        record(kind, subject=f"client:{client.id}", actor=actor, at=at, facts=facts)
    hosts.forget_after_commit()
