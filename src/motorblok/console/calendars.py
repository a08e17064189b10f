"""A client's calendars: drawing one up, confirming its holidays, publishing a further version."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.calendar_forms import CalendarForm, FurtherDays, FurtherVersionForm, by_date
from motorblok.console.closed_days import ClosedDaysForm, KeptForm, country_of
from motorblok.console.dates import date_in
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sending import Sent, page, send, while_open
from motorblok.console.special_days import SpecialDays
from motorblok.console.week import WeekForm
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.toasts import regret, toast
from motorblok.sla import queries
from motorblok.sla.actions import (
    CalendarIsConfirmed,
    confirm_calendar,
    create_calendar,
    publish_calendar_version,
)
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def new_calendar(request: StaffRequest, client: Client) -> HttpResponse:
    """Draw up a calendar; its holidays are confirmed on the next page."""
    at, data = now(), posted(request)
    today = date_in(client.time_zone, at)
    initial = {"effective_on": date(today.year, 1, 1), "time_zone": client.time_zone}
    form, week = CalendarForm(data, initial=initial), WeekForm(data)
    days = ClosedDaysForm(data, country=country_of(client.time_zone))
    special = SpecialDays(data, today=date(today.year, 1, 1))

    def drawn() -> dict[str, Any]:
        version = create_calendar(
            name=form.cleaned_data["name"],
            content={
                "timezone": form.cleaned_data["time_zone"],
                "week": week.week(),
                **special.content(),
            },
            effective_on=form.cleaned_data["effective_on"],
            holidays=by_date([*days.proposed([today.year, today.year + 1]), *days.own()]),
            actor=request.viewer.actor,
            at=at,
        )
        return {"calendar": str(version.calendar_id)}

    act = while_open(client, drawn)
    sent = send(form, week, days, special, viewer=request.viewer, client=client, act=act)
    if sent.answer:
        return redirect("console:calendar-confirmation", client.slug, sent.answer.body["calendar"])
    return page(request, "calendar_new", client, form, sent, week=week, days=days, special=special)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def calendar_confirmation(request: StaffRequest, client: Client, calendar_id: UUID) -> HttpResponse:
    """Confirm the holidays that were proposed; from then on the calendar may be used."""
    at, data = now(), posted(request)
    calendar = queries.calendar(calendar_id, at=at)
    if data is None and calendar.newest.confirmed_at:
        regret(request, str(CalendarIsConfirmed.words))
        return redirect("console:agreement", client.slug)
    form, days = OnceForm(data), KeptForm(data, holidays=calendar.newest.holidays)

    def confirmed() -> None:
        kept = [each.on for each in days.chosen()]
        confirm_calendar(calendar_id, holidays=kept, actor=request.viewer.actor, at=at)

    sent = send(form, days, viewer=request.viewer, client=client, act=while_open(client, confirmed))
    if sent.answer:
        toast(request, _("The calendar “%(name)s” is confirmed.") % {"name": calendar.name})
        return redirect("console:agreement", client.slug)
    return page(request, "calendar_confirmation", client, form, sent, days=days, calendar=calendar)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def calendar_version(request: StaffRequest, client: Client, calendar_id: UUID) -> HttpResponse:
    """Publish a further version of a calendar; holidays that are newly proposed are shown before."""
    at, data = now(), posted(request)
    calendar = queries.calendar(calendar_id, at=at)
    newest = calendar.newest
    if not newest.confirmed_at:
        return redirect("console:calendar-confirmation", client.slug, calendar.id)
    today = date_in(newest.content["timezone"], at)
    form = FurtherVersionForm(data, newest=newest, today=today)
    week = WeekForm(data, week=newest.content["week"])
    days = FurtherDays(data, newest=newest, today=today)
    special = SpecialDays(data, today=today, content=newest.content)

    def published() -> None:
        version = _version(form, week, special, before=newest.content)
        holidays, by = days.chosen(), request.viewer.actor
        publish_calendar_version(calendar_id, **version, holidays=holidays, actor=by, at=at)

    sent = Sent()
    if not days.is_proposing:
        act = while_open(client, published)
        parts = (week, days.form, days.kept, special)
        sent = send(form, *parts, viewer=request.viewer, client=client, act=act)
    if sent.answer:
        toast(request, _("A further version of “%(name)s” is published.") % {"name": calendar.name})
        return redirect("console:agreement", client.slug)
    status = 200 if days.is_proposing else 422
    context: dict[str, Any] = {"week": week, "days": days, "calendar": calendar, "special": special}
    return page(request, "calendar_version", client, form, sent, status=status, **context)


def _version(
    form: FurtherVersionForm, week: WeekForm, special: SpecialDays, *, before: Mapping[str, Any]
) -> dict[str, Any]:
    """What was filled in, over what the version before said; its holidays are proposed anew."""
    hours = {"timezone": form.cleaned_data["time_zone"], "week": week.week(), "holidays": []}
    return {
        "content": {**before, **hours, **special.content()},
        "effective_on": form.cleaned_data["effective_on"],
        "seen": form.cleaned_data["upon"],
    }
