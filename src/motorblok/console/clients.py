"""The clients: the list of them, opening one, and building it again when that failed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.asked import plain, scope_of
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import client_for
from motorblok.console.tallies import Tally, tallies
from motorblok.kernel.errors import DomainError
from tenants.actions import open_client, retry_provisioning
from tenants.models import Client, State

PAGE = 50


class ClientForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=50,
        help_text=gettext_lazy("Part of its address: small letters, digits, hyphens. It stays for good."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Stands before its task numbers; made from the short name if left out."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial="nl")
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), initial="Europe/Amsterdam", max_length=40)


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in the list; `mark` is its state, or that building it failed."""

    slug: str
    code: str
    name: str
    mark: str
    state_words: str
    tally: Tally


@staff_only()
@require_safe
def clients(request: StaffRequest) -> HttpResponse:
    """The viewer's clients with how much is open and late."""
    text = plain(request.GET.get("text", ""))
    shown = Paginator(_found(request.viewer, text), PAGE).get_page(request.GET.get("page"))
    seen = scope_of(request.viewer).condition()
    counted = tallies([client.id for client in shown], seen=seen, at=now())
    rows = [_row(client, counted.get(client.id, Tally())) for client in shown]
    more = f"?{urlencode({'page': shown.next_page_number(), 'text': text})}" if shown.has_next() else ""
    may_open = request.viewer.role == StaffRole.OWNER
    context: dict[str, Any] = {"clients": rows, "text": text, "more": more, "may_open": may_open}
    return draw(request, "console/clients/list.html", section="clients", **context)


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_client(request: StaffRequest) -> HttpResponse:
    """Open a client; its page then shows how the building goes."""
    form, refusal = ClientForm(posted(request)), None
    if form.is_valid():
        try:
            client = open_client(**form.cleaned_data, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("console:client", client.slug)
    status = 422 if form.is_bound else 200
    return draw(
        request, "console/clients/new.html", refusal=refusal, status=status, section="clients", form=form
    )


@staff_only(StaffRole.OWNER)
@require_POST
def provisioning(request: StaffRequest, slug: str) -> HttpResponse:
    """Have a client built again after a failure."""
    client = client_for(request.viewer, slug)
    retry_provisioning(client.id, actor=request.viewer.actor, at=now())
    return redirect("console:client", slug)


def mark_of(client: Client) -> str:
    """The state as drawn: a failure to build is told apart from building."""
    return "failed" if client.state == State.OPENING and client.failure else str(client.state)


def state_words(client: Client) -> str:
    """The state in the active language."""
    return str(STATES[mark_of(client)])


STATES = {
    "opening": gettext_lazy("Being built"),
    "failed": gettext_lazy("Building failed"),
    "open": gettext_lazy("Open"),
    "suspended": gettext_lazy("Suspended"),
    "closed": gettext_lazy("Closed"),
}


def _row(client: Client, tally: Tally) -> ClientRow:
    return ClientRow(client.slug, client.code, client.name, mark_of(client), state_words(client), tally)


def _found(viewer: StaffViewer, text: str) -> QuerySet[Client]:
    found = Client.objects.order_by("name", "id")
    if (allowed := viewer.clients()) is not None:
        found = found.filter(id__in=allowed)
    return found.filter(Q(name__icontains=text) | Q(code__istartswith=text)) if text else found
