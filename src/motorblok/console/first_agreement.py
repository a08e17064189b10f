"""The agreement of a client that is being taken on: a usual one, or another client's; looked at before it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.console.agreement_shown import terms_shown
from motorblok.console.agreement_way import COPY, WayForm
from motorblok.console.closed_days import KeptForm
from motorblok.console.copy_source import copies_of, copyable
from motorblok.console.dates import date_in
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.onboarding_steps import after, frame
from motorblok.console.sending import Sent, send, while_open
from motorblok.console.terms import TermsLine, lines_shown
from motorblok.console.usual_terms import USUAL, usual
from motorblok.kernel.actors import Actor
from motorblok.kernel.forms import sent_again
from motorblok.kernel.toasts import toast
from motorblok.sla import copies, terms
from motorblok.sla.actions import confirm_calendar, copy_agreement, create_agreement, create_calendar
from motorblok.sla.copies import AgreementCopy, CopyPlan
from motorblok.sla.seeds import Holiday
from tenants.models import Client

NO_CALENDAR = UUID(int=0)


@dataclass(frozen=True, slots=True)
class CopyShown:
    """An agreement that would be copied: its lines in words, and what happens with it and its calendars."""

    name: str
    lines: tuple[TermsLine, ...]
    plan: CopyPlan


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def onboarding_agreement(request: StaffRequest, client: Client) -> HttpResponse:
    """Show what would be made, and once it was looked at make it: calendar, holidays and agreement together."""
    at, data = now(), posted(request)
    form = WayForm(data, client=client, sources=copyable(request.viewer, but=client))
    holidays = form.holidays(today=date_in(client.time_zone, at)) if data else []
    is_seen = form.is_valid() and form.cleaned_data["seen"] == form.asked and data and "make" in data
    if data and form.is_valid() and not is_seen:
        data = _looked_at(form, holidays)
    kept, found = KeptForm(data, holidays=holidays), _copies(request, form, at=at)
    sent = Sent()
    if is_seen:
        actor = request.viewer.actor

        def made() -> None:
            if form.cleaned_data["way"] == COPY:
                for copy in found:
                    copy_agreement(copy, effective_at=at, actor=actor, at=at)
            else:
                _draw_up(client, form, holidays, kept.chosen(), actor=actor, at=at)

        sent = send(form, kept, viewer=request.viewer, client=client, act=while_open(client, made))
    if sent.answer:
        toast(request, _("The agreement with %(client)s is drawn up.") % {"client": client.name})
        return after(client, "agreement")
    context: dict[str, Any] = {
        **frame(client, "agreement"),
        **_preview(form, found, at=at),
        "form": form,
        "days": kept,
        "usual": USUAL,
        "terms": terms_shown(at=at),
    }
    status = 422 if form.is_bound and (form.errors or sent.refusal) else 200
    return draw(request, "console/onboarding/agreement.html", refusal=sent.refusal, status=status, **context)


def _looked_at(form: WayForm, holidays: Sequence[Holiday]) -> QueryDict:
    """The form as it was sent, with every holiday marked, once these are shown."""
    changed = sent_again(form, seen=form.asked)
    changed.setlist("kept", [each.on.isoformat() for each in holidays])
    form.data = changed
    return changed


def _copies(request: StaffRequest, form: WayForm, *, at: datetime) -> list[AgreementCopy]:
    if not form.is_valid() or form.cleaned_data["way"] != COPY:
        return []
    found = copies_of(request.viewer, form.cleaned_data["source"], at=at)
    if not found:
        form.add_error("source", _("Nothing is promised to this client yet."))
    return found


def _preview(form: WayForm, found: Sequence[AgreementCopy], *, at: datetime) -> dict[str, Any]:
    if not form.is_valid():
        return {"is_shown": False}
    if form.cleaned_data["way"] == COPY:
        return {"is_shown": True, "copies": [_shown(each, at=at) for each in found]}
    chosen = usual(form.cleaned_data["template"])
    return {"is_shown": True, "chosen": chosen, "lines": _in_words(chosen.lines(str(NO_CALENDAR)), {})}


def _shown(copy: AgreementCopy, *, at: datetime) -> CopyShown:
    names = {each.id: each.name for each in copy.calendars}
    return CopyShown(copy.name, _in_words(copy.content["lines"], names), copies.plan(copy, at=at))


def _in_words(lines: Sequence[Mapping[str, Any]], names: Mapping[UUID, str]) -> tuple[TermsLine, ...]:
    return lines_shown(terms.read({"lines": list(lines)}), calendars=names)


def _draw_up(
    client: Client,
    form: WayForm,
    proposed: Sequence[Holiday],
    kept: Sequence[Holiday],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    chosen = usual(form.cleaned_data["template"])
    with override(client.language):
        names = {"calendar": _("Office hours"), "agreement": _("Back office agreement")}
    calendar = create_calendar(
        name=names["calendar"],
        content={"timezone": client.time_zone, "week": chosen.week},
        effective_on=date(date_in(client.time_zone, at).year, 1, 1),
        holidays=proposed,
        actor=actor,
        at=at,
    ).calendar_id
    confirm_calendar(calendar, holidays=[each.on for each in kept], actor=actor, at=at)
    content = {"lines": chosen.lines(str(calendar)), "warn": [50, 75, 90]}
    create_agreement(name=names["agreement"], content=content, effective_at=at, actor=actor, at=at)
