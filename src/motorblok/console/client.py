"""One client's page: how it stands, what is open and what waits for it, its promises, and who works for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.accounts.queries import PersonRow, contacts_of, staff_assigned_to
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.client_work import work_of
from motorblok.console.clients import mark_of, state_words
from motorblok.console.door import draw, now
from motorblok.console.entering import client_for, entered
from motorblok.console.names import line_names
from motorblok.console.posts import PostForm
from motorblok.console.terms import agreements
from tenants.addresses import DOUBTFUL, addresses_of
from tenants.models import Client, Onboarding, State
from tenants.queries import canonical_url, domains_of


@dataclass(frozen=True, slots=True)
class Way:
    """A step in the client's life that is open now."""

    link: str
    words: str
    icon: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody who works for the client, with the service lines: the code of each and its words."""

    person: PersonRow
    lines: list[tuple[str, str]]


@staff_only()
@require_safe
def client_page(request: StaffRequest, slug: str) -> HttpResponse:
    """The client; while it is being built, how that goes."""
    client = client_for(request.viewer, slug)
    if not client.is_built:
        return _opening(request, client)
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Redirect"] = request.path
        return response
    with entered(request.viewer, client):
        return draw(
            request, "console/clients/page.html", section="clients", **_context(request.viewer, client)
        )


def _opening(request: StaffRequest, client: Client) -> HttpResponse:
    part = "_opening" if request.headers.get("HX-Request") else "opening"
    may_open = request.viewer.role == StaffRole.OWNER
    poll_url = reverse("console:client", args=[client.slug])
    context: dict[str, Any] = {"client": client, "may_open": may_open, "poll_url": poll_url}
    return draw(request, f"console/clients/{part}.html", section="clients", **context)


def _context(viewer: StaffViewer, client: Client) -> dict[str, Any]:
    at, leads = now(), viewer.all_clients and client.state != State.CLOSED
    return {
        "client": client,
        "mark": mark_of(client),
        "state_words": state_words(client),
        "portal_url": canonical_url(client, "/") if client.state != State.CLOSED else "",
        "portal_host": domains_of(client)[0].domain,
        "lifecycle": _ways(client) if viewer.role == StaffRole.OWNER else [],
        "agreements": agreements(at=at),
        "doubtful_hosts": _doubtful(viewer, client, at=at),
        "is_under_way": leads and Onboarding.objects.filter(client=client, finished_at=None).exists(),
        **work_of(viewer, client, at=at),
        "contacts": contacts_of(client.id),
        "assigned": [Assigned(person, _lines(person)) for person in staff_assigned_to(client.id)],
        "may_look": viewer.all_clients,
        "may_invite": leads,
        "may_assign": leads,
        "may_withdraw": viewer.all_clients,
        "post_form": PostForm() if leads else None,
    }


def _doubtful(viewer: StaffViewer, client: Client, *, at: datetime) -> list[str]:
    """The addresses that DNS does not prove as it should, for whoever can do something about it."""
    if viewer.role != StaffRole.OWNER or client.state == State.CLOSED:
        return []
    return [each.host for each in addresses_of(client, at=at) if each.standing in DOUBTFUL]


def _ways(client: Client) -> list[Way]:
    ways = {
        "suspension": Way(reverse("console:suspension", args=[client.slug]), _("Suspend"), "circle-pause"),
        "reopening": Way(reverse("console:reopening", args=[client.slug]), _("Reopen"), "circle-play"),
        "closing": Way(reverse("console:closing", args=[client.slug]), _("Close for good"), "archive"),
    }
    open_now = {State.OPEN: ("suspension", "closing"), State.SUSPENDED: ("reopening", "closing")}
    return [ways[name] for name in open_now.get(State(client.state), ())]


def _lines(person: PersonRow) -> list[tuple[str, str]]:
    names, codes = line_names(), [post.service_line for post in person.posts]
    return [(code, names.get(code, _("all service lines"))) for code in codes]
