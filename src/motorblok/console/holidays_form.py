"""The form that asks which days become holidays, and in whose calendars."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motorblok.console.closed_days import country_names, country_of
from motorblok.console.closing import Wanted
from motorblok.console.dates import DayField, date_in
from motorblok.kernel.forms import offer
from motorblok.sla.seeds import Holiday

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


def _places(zones: Sequence[str]) -> list[tuple[str, str]]:
    """All calendars, or those of one country, or of one time zone."""
    names = dict(country_names(str(get_language())))
    countries = sorted({country_of(zone) for zone in zones} - {""}, key=lambda code: names.get(code, code))
    return [
        ("", _("All calendars")),
        *((f"{COUNTRY}{code}", names.get(code, code)) for code in countries),
        *((f"{ZONE}{zone}", zone) for zone in zones),
    ]
