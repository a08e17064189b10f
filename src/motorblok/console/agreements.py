"""A client's agreement: what it says, drawing one up, publishing a further version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.agreement_forms import USUAL_WARNINGS, AgreementForm, VersionForm, written
from motorblok.console.agreement_lines import BaseLines, Choices, lines_form
from motorblok.console.agreement_rules import RulesForm, own_rules, rules_of
from motorblok.console.agreement_shown import terms_shown
from motorblok.console.agreement_trial import Trial, tried, tried_in_force
from motorblok.console.dates import begin_on, beginning, date_in
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sending import Sent, page, send, while_open
from motorblok.kernel.errors import Invalid
from motorblok.kernel.toasts import regret, toast
from motorblok.sla import queries, terms
from motorblok.sla.actions import create_agreement, publish_agreement_version
from motorblok.sla.models import AgreementVersion
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]


@staff_only()
@require_safe
@inside_client
def agreement_page(request: StaffRequest, client: Client) -> HttpResponse:
    """What the client is promised, in which hours the time counts, and which line applies to what."""
    at = now()
    found = terms_shown(at=at)
    names = {each.id: each.name for each in found.calendars}
    context: dict[str, Any] = {
        "client": client,
        "terms": found,
        "trial": tried_in_force(request.GET, names, at=at),
        "may_change": request.viewer.all_clients and client.is_open,
    }
    return draw(request, "console/clients/agreement.html", section="clients", **context)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def new_agreement(request: StaffRequest, client: Client) -> HttpResponse:
    """Draw up an agreement, on calendars that are confirmed."""
    at, data = now(), posted(request)
    calendars = _calendars(at)
    if not calendars:
        regret(
            request, _("Draw up a calendar and confirm its holidays first: an agreement's time runs on it.")
        )
        return redirect("console:agreement", client.slug)
    initial = {"effective_on": date_in(client.time_zone, at), "warn": written(USUAL_WARNINGS)}
    form, lines = AgreementForm(data, initial=initial), lines_form(data, calendars=calendars)
    rules = RulesForm(data, given=rules_of({}))

    def drawn() -> None:
        version = _version(form, lines, rules, client, at)
        create_agreement(name=form.cleaned_data["name"], **version, actor=request.viewer.actor, at=at)

    sent = Sent()
    if not _is_tried(data):
        act = while_open(client, drawn)
        sent = send(form, lines, rules, viewer=request.viewer, client=client, act=act)
    if sent.answer:
        toast(request, _("The agreement “%(name)s” is drawn up.") % {"name": form.cleaned_data["name"]})
        return redirect("console:agreement", client.slug)
    context: dict[str, Any] = {"lines": lines, "rules": rules, "heading": _("New agreement")}
    context["trial"] = _trial(data, lines, rules, calendars)
    return page(request, "agreement_form", client, form, sent, status=_status(data), **context)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def agreement_version(request: StaffRequest, client: Client, agreement_id: UUID) -> HttpResponse:
    """Publish a further version; work that has begun keeps the terms under which it began."""
    at, data = now(), posted(request)
    agreement, today = queries.agreement(agreement_id, at=at), date_in(client.time_zone, at)
    newest, calendars = agreement.newest, _calendars(at)
    content = AgreementVersion.objects.values_list("content", flat=True).get(id=newest.id)
    shown = {"effective_on": today, "warn": written(newest.terms.warn), "upon": newest.number}
    form = VersionForm(data, initial=shown)
    begin_on(form, today)
    own = [own_rules(line) for line in content["lines"]]
    lines = lines_form(data, calendars=calendars, lines=newest.terms.lines, own=own)
    rules = RulesForm(data, given=rules_of(content))

    def published() -> None:
        version = _version(form, lines, rules, client, at)
        seen = form.cleaned_data["upon"]
        publish_agreement_version(agreement_id, **version, actor=request.viewer.actor, at=at, seen=seen)

    sent = Sent()
    if not _is_tried(data):
        act = while_open(client, published)
        sent = send(form, lines, rules, viewer=request.viewer, client=client, act=act)
    if sent.answer:
        toast(request, _("A further version of “%(name)s” is published.") % {"name": agreement.name})
        return redirect("console:agreement", client.slug)
    heading = _("A further version of “%(name)s”") % {"name": agreement.name}
    context: dict[str, Any] = {"lines": lines, "rules": rules, "heading": heading, "agreement": agreement}
    context["trial"] = _trial(data, lines, rules, calendars)
    return page(request, "agreement_form", client, form, sent, status=_status(data), **context)


def _version(
    form: VersionForm, lines: BaseLines, rules: RulesForm, client: Client, at: datetime
) -> dict[str, Any]:
    on: date = form.cleaned_data["effective_on"]
    warn = list(form.cleaned_data["warn"])
    return {
        "content": {"lines": lines.content(), "warn": warn, **rules.content()},
        "effective_at": beginning(on, time_zone=client.time_zone, at=at),
    }


def _is_tried(data: QueryDict | None) -> bool:
    """Whether only the question was sent which line would apply."""
    return data is not None and "try" in data


def _status(data: QueryDict | None) -> int:
    return 200 if _is_tried(data) else 422


def _trial(data: QueryDict | None, lines: BaseLines, rules: RulesForm, calendars: Choices) -> Trial:
    """The lines as they are typed now, asked about some work."""
    written_now = None
    if data is not None and _is_tried(data) and lines.is_valid() and rules.is_valid():
        try:
            written_now = terms.read({"lines": lines.content(), **rules.content()})
        except Invalid as refusal:
            lines.tell(refusal)
    return tried(data, written_now, _names(calendars))


def _names(calendars: Choices) -> Mapping[UUID, str]:
    return {UUID(key): name for key, name in calendars}


def _calendars(at: datetime) -> Choices:
    return [(str(each.id), each.name) for each in queries.calendars(at=at) if each.is_usable]
