"""A client's agreement: what it says, drawing one up, publishing a further version."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.agreement_lines import BaseLines, Choices, lines_form
from motorblok.console.agreement_shown import terms_shown
from motorblok.console.dates import DayField, begin_on, beginning, date_in
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sending import OnceForm, page, send, while_open
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import regret, toast
from motorblok.sla import queries
from motorblok.sla.actions import create_agreement, publish_agreement_version
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]
USUAL = (50, 75, 90)
TOO_EARLY = gettext_lazy("Choose today or a later day: what was promised until now stays as it is.")


class VersionForm(OnceForm):
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        not_before=TOO_EARLY,
        help_text=gettext_lazy("For work received from then on."),
    )
    warn = forms.CharField(
        label=gettext_lazy("Warn at"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Percentages of the time that has passed, such as 50, 75, 90. Empty: no warnings."
        ),
    )

    def clean_warn(self) -> tuple[int, ...]:
        """The percentages as numbers, each once, rising."""
        text = self.cleaned_data["warn"].strip()
        if text and not re.fullmatch(r"[1-9][0-9]?\s*%?(?:[\s,;]+[1-9][0-9]?\s*%?)*[\s,;]*", text):
            raise ValidationError(_("Write whole percentages from 1 to 99, such as 50, 75, 90."))
        return tuple(sorted({int(each) for each in re.findall("[0-9]+", text)}))

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the field that it is about."""
        if refusal.field in self.fields:
            self.add_error(refusal.field, str(refusal))


class AgreementForm(VersionForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )


@staff_only()
@require_safe
@inside_client
def agreement_page(request: StaffRequest, client: Client) -> HttpResponse:
    """What the client is promised, and in which hours the time counts."""
    terms = terms_shown(at=now())
    may_change = request.viewer.all_clients and client.is_open
    context: dict[str, Any] = {"client": client, "terms": terms, "may_change": may_change}
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
    initial = {"effective_on": date_in(client.time_zone, at), "warn": _written(USUAL)}
    form, lines = AgreementForm(data, initial=initial), lines_form(data, calendars=calendars)

    def drawn() -> None:
        create_agreement(
            name=form.cleaned_data["name"],
            **_version(form, lines, client, at),
            actor=request.viewer.actor,
            at=at,
        )

    sent = send(form, lines, viewer=request.viewer, client=client, act=while_open(client, drawn))
    if sent.answer:
        toast(request, _("The agreement “%(name)s” is drawn up.") % {"name": form.cleaned_data["name"]})
        return redirect("console:agreement", client.slug)
    return page(request, "agreement_form", client, form, sent, lines=lines, heading=_("New agreement"))


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def agreement_version(request: StaffRequest, client: Client, agreement_id: UUID) -> HttpResponse:
    """Publish a further version; work that has begun keeps the terms under which it began."""
    at, data = now(), posted(request)
    agreement, today = queries.agreement(agreement_id, at=at), date_in(client.time_zone, at)
    newest = agreement.newest.terms
    form = VersionForm(data, initial={"effective_on": today, "warn": _written(newest.warn)})
    begin_on(form, today)
    lines = lines_form(data, calendars=_calendars(at), lines=newest.lines)

    def published() -> None:
        version = _version(form, lines, client, at)
        publish_agreement_version(agreement_id, **version, actor=request.viewer.actor, at=at)

    sent = send(form, lines, viewer=request.viewer, client=client, act=while_open(client, published))
    if sent.answer:
        toast(request, _("A further version of “%(name)s” is published.") % {"name": agreement.name})
        return redirect("console:agreement", client.slug)
    heading = _("A further version of “%(name)s”") % {"name": agreement.name}
    return page(
        request, "agreement_form", client, form, sent, lines=lines, heading=heading, agreement=agreement
    )


def _version(form: VersionForm, lines: BaseLines, client: Client, at: datetime) -> dict[str, Any]:
    on: date = form.cleaned_data["effective_on"]
    return {
        "content": {"lines": lines.content(), "warn": list(form.cleaned_data["warn"])},
        "effective_at": beginning(on, time_zone=client.time_zone, at=at),
    }


def _calendars(at: datetime) -> Choices:
    return [(str(each.id), each.name) for each in queries.calendars(at=at) if each.is_usable]


def _written(warn: Iterable[int]) -> str:
    return ", ".join(str(each) for each in warn)
