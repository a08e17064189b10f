"""Copying an agreement to several clients: choose, look at what would be made at each, then make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.console.copy_form import CopyForm
from motorblok.console.copy_source import copies_of, copyable
from motorblok.console.dates import beginning
from motorblok.console.door import draw, now, posted
from motorblok.console.over_clients import AFTER, Part, change_some, look_at_each, while_open
from motorblok.kernel.errors import NotFound
from motorblok.kernel.forms import sent_again
from motorblok.sla import copies
from motorblok.sla.actions import copy_agreement
from motorblok.sla.copies import AgreementCopy, CopyPlan
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class Target:
    """A client that can be chosen."""

    slug: str
    name: str
    is_chosen: bool


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_copy(request: StaffRequest) -> HttpResponse:
    """Look first; what was looked at is then made at each client on its own. To do it again changes nothing."""
    at, data = now(), posted(request)
    asked = data or request.GET
    names = copyable(request.viewer)
    source = asked.get("source", "")
    copied = _copies(request, source, names, at=at)
    agreements = {str(key): each.name for key, each in copied.items()}
    form = CopyForm(data, names=names, agreements=agreements, source=source, at=at)
    context: dict[str, Any] = {"section": "clients", "form": form, "source": source}
    if data and form.is_valid():
        copy = replace(copied[UUID(form.cleaned_data["agreement"])], name=form.cleaned_data["name"])
        clients = list(Client.objects.filter(slug__in=form.cleaned_data["slugs"]).order_by("name", "id"))
        if "make" in data and form.cleaned_data["seen"] == form.asked:
            return _made(request, form, copy, clients, data, at=at)
        context |= {
            "copy": copy,
            "looked": look_at_each(request.viewer, clients, lambda _client: copies.plan(copy, at=at)),
        }
        form.data = sent_again(form, seen=form.asked)
    context |= {"targets": _targets(form, asked), "copied": copied.values()}
    return draw(
        request, "console/copying/page.html", status=422 if form.is_bound and form.errors else 200, **context
    )


def _made(
    request: StaffRequest,
    form: CopyForm,
    copy: AgreementCopy,
    clients: list[Client],
    sent: QueryDict,
    *,
    at: datetime,
) -> HttpResponse:
    on, actor = form.cleaned_data["effective_on"], request.viewer.actor

    def act(client: Client) -> CopyPlan:
        start = max(at, beginning(on, time_zone=client.time_zone, at=at))
        return while_open(client, lambda _: copy_agreement(copy, effective_at=start, actor=actor, at=at))

    part: Part[CopyPlan] = change_some(request.viewer, clients, act, sent=sent)
    outcomes = part.outcomes
    context: dict[str, Any] = {
        "section": "clients",
        "copy": copy,
        "part": part,
        "failed": [each for each in outcomes if each.failure],
        "changed": [each for each in outcomes if each.done and each.done.changes],
        "same": [each for each in outcomes if each.done and not each.done.changes],
    }
    name = "_part" if AFTER in sent and request.headers.get("HX-Request") else "report"
    return draw(request, f"console/copying/{name}.html", **context)


def _copies(
    request: StaffRequest, source: str, names: Mapping[str, str], *, at: datetime
) -> dict[UUID, AgreementCopy]:
    """What can be copied from the chosen client, by the agreement's id."""
    if source not in names:
        return {}
    try:
        found = copies_of(request.viewer, source, at=at)
    except NotFound:
        return {}
    return {each.id: each for each in found}


def _targets(form: CopyForm, asked: QueryDict) -> list[Target]:
    """The clients that match the search, and those that are chosen already."""
    chosen, source = set(asked.getlist("targets")), asked.get("source", "")
    form.data = form.data if form.is_bound else asked
    shown = {*form.matching(), *chosen}
    return [
        Target(slug, name, slug in chosen)
        for slug, name in form.names.items()
        if slug in shown and slug != source
    ]
