"""The API keys of a client: the list, making one, whose secret is shown once, and revoking one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motorblok.accounts.actions import create_key, revoke_key
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import Person, Scope, Side, StaffRole
from motorblok.accounts.queries import KeyRow, keys_of
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.key_forms import KeyForm
from motorblok.console.sending import page, send
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import NotFound
from motorblok.kernel.toasts import regret, toast
from tenants.models import Client
from tenants.queries import canonical_url

METHODS = ["GET", "HEAD", "POST"]
STANDING = {
    "active": gettext_lazy("works"),
    "expired": gettext_lazy("expired"),
    "revoked": gettext_lazy("revoked"),
}


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key in the list; `standing` is active, expired or revoked."""

    row: KeyRow
    standing: str
    words: str
    whose: str
    may: str


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_safe
@inside_client
def keys(request: StaffRequest, client: Client) -> HttpResponse:
    """All keys of the client, the newest first."""
    at = now()
    shown = [_shown(row, client, at=at) for row in keys_of(client.id)]
    return draw(request, "console/clients/keys.html", section="clients", client=client, keys=shown)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@never_cache
@require_http_methods(METHODS)
@inside_client
def new_key(request: StaffRequest, client: Client) -> HttpResponse:
    """Make a key. Its secret stands in this one answer and nowhere else, so a second sending cannot show it again."""
    at = now()
    form, secrets = KeyForm(posted(request), client=client, at=at), []

    def made() -> dict[str, Any]:
        asked = form.cleaned_data
        new = create_key(
            client,
            name=asked["name"],
            scopes=asked["scopes"],
            expires_at=form.expires_at(),
            staff=_asker(request) if asked["side"] == Side.PROVIDER else None,
            actor=request.viewer.actor,
            at=at,
        )
        secrets.append(new.text)
        return {"key": str(new.key.id)}

    sent = send(form, viewer=request.viewer, client=client, act=made)
    if secrets and sent.answer:
        return _secret_page(request, client, form, secrets[0])
    if sent.answer:
        regret(request, _("This key was made already. Its secret was shown once and is known to nobody now."))
        return redirect("console:keys", client.slug)
    return page(request, "key_new", client, form, sent)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def key_revocation(request: StaffRequest, client: Client, key_id: UUID) -> HttpResponse:
    """Revoke a key, for good; one that is revoked already stays so."""
    row = next((each for each in keys_of(client.id) if each.id == key_id), None)
    if row is None:
        raise NotFound
    form = OnceForm(posted(request))

    def revoked() -> None:
        revoke_key(key_id, client=client, actor=request.viewer.actor, at=now())

    if row.revoked_at is None:
        sent = send(form, viewer=request.viewer, client=client, act=revoked)
        if not sent.answer:
            return page(request, "key_revocation", client, form, sent, key=row)
    toast(request, _("The key “%(name)s” is revoked.") % {"name": row.name})
    return redirect("console:keys", client.slug)


def _secret_page(request: StaffRequest, client: Client, form: KeyForm, secret: str) -> HttpResponse:
    is_ours = form.cleaned_data["side"] == Side.PROVIDER
    url = canonical_url(None if is_ours else client, "/api/v1/tasks/")
    context: dict[str, Any] = {
        "client": client,
        "secret": secret,
        "name": form.cleaned_data["name"],
        "url": url,
    }
    return draw(request, "console/clients/key_made.html", section="clients", **context)


def _shown(row: KeyRow, client: Client, *, at: datetime) -> KeyShown:
    standing = "revoked" if row.revoked_at else "expired" if row.expires_at <= at else "active"
    whose = _("acts for %(name)s") % {"name": row.staff_name} if row.staff_name else client.name
    may = ", ".join(str(Scope(scope).label) for scope in row.scopes)
    return KeyShown(row, standing, str(STANDING[standing]), whose, may)


def _asker(request: StaffRequest) -> Person:
    return Person.objects.get(pk=request.viewer.person_id)
