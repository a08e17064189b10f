"""Adding a holiday for all clients at once: choose, look at what would close and which due dates would move, then do it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.closed_days import country_names, country_of
from motorblok.console.closing import Closing, Wanted, closed, foreseen, planned
from motorblok.console.dates import DayField, date_in
from motorblok.console.door import draw, now, posted
from motorblok.console.over_clients import Outcome, change_each, look_at_each
from motorblok.kernel.forms import offer
from motorblok.sla.seeds import Holiday
from tenants.models import Client, State

ROWS = 3
COUNTRY, ZONE = "country:", "zone:"


class HolidaysForm(forms.Form):
    """The dates, and whose calendars they are for; `seen` says what was looked at."""

    where = forms.ChoiceField(label=gettext_lazy("Calendars"), required=False)
    calendar = forms.CharField(
        label=gettext_lazy("Only calendars named"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The whole name, as it stands on the client's page; empty for all."),
    )
    move = forms.BooleanField(
        label=gettext_lazy("Move the due dates of tasks that are open already"), required=False, initial=True
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, zones: Iterable[str], at: datetime) -> None:
        super().__init__(data)
        self.today = date_in("Pacific/Pago_Pago", at)  # where a day ends last
        offer(self, "where", _places(sorted(set(zones))))
        for n in range(ROWS):
            self.fields[f"{n}_on"] = DayField(label=_("Date"), required=False)
            self.fields[f"{n}_name"] = forms.CharField(label=_("Occasion"), required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        """At least one date, each with its name, once, and none that has passed everywhere."""
        found, seen = self.cleaned_data, set()
        for n in range(ROWS):
            on, name = found.get(f"{n}_on"), found.get(f"{n}_name")
            if on and on < self.today:
                self.add_error(
                    f"{n}_on", _("This day has passed: what was counted until now stays as it is.")
                )
            if on and on in seen:
                self.add_error(f"{n}_on", _("This date stands above already."))
            if on and not name:
                self.add_error(f"{n}_name", _("Say what the occasion is; the client reads it."))
            if name and not on and f"{n}_on" not in self.errors:
                self.add_error(f"{n}_on", _("Give the date of this day too."))
            seen.add(on)
        if not self.errors and not self.holidays():
            raise ValidationError(_("Give at least one date."))
        return found

    def holidays(self) -> list[Holiday]:
        """The days."""
        found = self.cleaned_data
        rows = [(found.get(f"{n}_on"), found.get(f"{n}_name", "")) for n in range(ROWS)]
        return [Holiday(on, name) for on, name in rows if on]

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        found = self.cleaned_data
        where: str = found["where"]
        return Wanted(
            holidays=tuple(self.holidays()),
            country=where.removeprefix(COUNTRY) if where.startswith(COUNTRY) else "",
            time_zone=where.removeprefix(ZONE) if where.startswith(ZONE) else "",
            name=found["calendar"].strip(),
            moves=found["move"],
        )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The fields of the dates."""
        return [(self[f"{n}_on"], self[f"{n}_name"]) for n in range(ROWS)]

    @property
    def asked(self) -> str:
        """What would be done, in short."""
        found = self.cleaned_data
        days = [f"{each.on}={each.name}" for each in self.holidays()]
        return "/".join([found["where"], found["calendar"], str(found["move"]), *days])


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: StaffRequest) -> HttpResponse:
    """Look first; what was looked at is then done at each client on its own. To do it again changes nothing."""
    at, data = now(), posted(request)
    clients = _clients(request.viewer)
    form = HolidaysForm(data, zones=(each.time_zone for each in clients), at=at)
    context: dict[str, Any] = {"section": "clients", "form": form}
    if data and form.is_valid():
        if "make" in data and form.cleaned_data["seen"] == form.asked:
            return _done(request, form, clients, at=at)
        looked = look_at_each(request.viewer, clients, lambda _client: foreseen(form.wanted, at=at))
        context |= _shared(looked)
        form.data = data.copy()
        form.data["seen"] = form.asked
    status = 422 if form.is_bound and form.errors else 200
    return draw(request, "console/holidays/page.html", status=status, **context)


def _done(
    request: StaffRequest, form: HolidaysForm, clients: Sequence[Client], *, at: datetime
) -> HttpResponse:
    wanted, actor = form.wanted, request.viewer.actor
    looked = look_at_each(request.viewer, clients, lambda _client: planned(wanted, at=at))
    # Where nothing closes nothing is tried: a suspended client without a calendar is no failure.
    closing = [each.client for each in looked if each.failure or (each.done and each.done.changes)]

    def act(client: Client) -> Closing:
        return closed(wanted, client_id=client.id, actor=actor, at=at)

    context = _shared(change_each(request.viewer, closing, act))
    days = form.holidays()
    return draw(request, "console/holidays/report.html", section="clients", days=days, **context)


def _shared(outcomes: Sequence[Outcome[Closing]]) -> dict[str, Any]:
    closing = [each for each in outcomes if each.done and each.done.changes]
    found = [each.done for each in closing if each.done and each.client.is_open]
    return {
        "is_looked": True,
        "failed": [each for each in outcomes if each.failure],
        "closing": closing,
        "others": [each for each in outcomes if each.done and not each.done.changes and each.done.plans],
        "clients": len(found),
        "calendars": sum(1 for each in found for plan in each.plans if plan.closing),
        "moving": sum(each.many for each in found),
    }


def _clients(viewer: StaffViewer) -> list[Client]:
    found = Client.objects.built().exclude(state=State.CLOSED).order_by("name", "id")
    allowed = viewer.clients()
    return list(found if allowed is None else found.filter(id__in=allowed))


def _places(zones: Sequence[str]) -> list[tuple[str, str]]:
    """All calendars, or those of one country, or of one time zone."""
    names = dict(country_names(str(get_language())))
    countries = sorted({country_of(zone) for zone in zones} - {""}, key=lambda code: names.get(code, code))
    return [
        ("", _("All calendars")),
        *((f"{COUNTRY}{code}", names.get(code, code)) for code in countries),
        *((f"{ZONE}{zone}", zone) for zone in zones),
    ]
