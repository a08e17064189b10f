"""Taking a client on: where to go on, the invitations that wait, and finishing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motorblok.accounts.actions import invite_contact
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, StaffRole, Standing
from motorblok.accounts.queries import PersonRow, contacts_of
from motorblok.console.door import draw, now
from motorblok.console.entering import client_for, entered, inside_client
from motorblok.console.onboarding_steps import finish_url, frame, steps
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import regret, toast
from tenants.actions import begin_onboarding, finish_onboarding
from tenants.models import Client, State
from tenants.queries import canonical_url, domains_of


@staff_only(*WIDE_ROLES)
@require_safe
def onboarding(request: StaffRequest, slug: str) -> HttpResponse:
    """While the client is built, how that goes; then on to the first step of which there is nothing yet."""
    client = client_for(request.viewer, slug)
    if not client.is_built:
        return _being_built(request, client)
    with entered(request.viewer, client):
        to_do = [step.url for step in steps(client) if not step.is_done]
    there = to_do[0] if to_do else finish_url(client)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": there})
    return redirect(there)


@staff_only(*WIDE_ROLES)
@require_safe
@inside_client
def onboarding_finish(request: StaffRequest, client: Client) -> HttpResponse:
    """What was done and what was not, the portal's address, and the invitations that wait."""
    return draw(
        request,
        "console/onboarding/finish.html",
        **frame(client, "finish"),
        waiting=_not_invited(client),
        portal_url=canonical_url(client, "/") if client.state != State.CLOSED else "",
        portal_host=domains_of(client)[0].domain,
    )


@staff_only(*WIDE_ROLES)
@require_POST
@inside_client
def onboarding_invitations(request: StaffRequest, client: Client) -> HttpResponse:
    """Invite those contacts that were only written down."""
    invited = []
    for row in _not_invited(client):
        try:
            _invite(request, client, row)
        except DomainError as refusal:
            regret(request, f"{row.name}: {refusal}")
        else:
            invited.append(row.name)
    if invited:
        toast(request, _("By mail invited: %(names)s.") % {"names": ", ".join(invited)})
    return redirect("console:onboarding-finish", client.slug)


@staff_only(*WIDE_ROLES)
@require_POST
@inside_client
def onboarding_end(request: StaffRequest, client: Client) -> HttpResponse:
    """Take the client from those that are being taken on; the message offers to go on with it after all."""
    finish_onboarding(client, actor=request.viewer.actor, at=now())
    words = _("%(client)s is taken on.") % {"client": client.name}
    toast(request, words, undo=reverse("console:onboarding-begin", args=[client.slug]))
    return redirect("console:client", client.slug)


@staff_only(*WIDE_ROLES)
@require_POST
@inside_client
def onboarding_begin(request: StaffRequest, client: Client) -> HttpResponse:
    """Go through the steps of taking a client on, for the first time or again."""
    begin_onboarding(client, actor=request.viewer.actor, at=now())
    return redirect("console:onboarding", client.slug)


def _being_built(request: StaffRequest, client: Client) -> HttpResponse:
    part = "clients/_opening" if request.headers.get("HX-Request") else "clients/opening"
    may_open = request.viewer.role == StaffRole.OWNER
    poll_url = reverse("console:onboarding", args=[client.slug])
    context: dict[str, Any] = {"client": client, "may_open": may_open, "poll_url": poll_url}
    return draw(request, f"console/{part}.html", section="clients", **context)


def _not_invited(client: Client) -> list[PersonRow]:
    """Contacts that were written down and have no invitation."""
    return [row for row in contacts_of(client.id) if is_only_noted(row)]


def is_only_noted(row: PersonRow) -> bool:
    """Whether somebody was written down but not invited yet."""
    return row.standing == Standing.INVITED and row.invitation_id is None


def _invite(request: StaffRequest, client: Client, row: PersonRow) -> None:
    known: dict[str, Any] = {"name": row.name, "email": row.email, "role": row.role}
    lines = row.service_lines
    invite_contact(client, **known, service_lines=lines, actor=request.viewer.actor, at=now())
