"""The forms of a calendar: its version, and the holidays that a further version proposes on top of those it has."""

from collections.abc import Collection, Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from motorblok.console.closed_days import ClosedDaysForm, KeptForm
from motorblok.console.dates import DayField, begin_on
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import Invalid
from motorblok.sla.seeds import Holiday
from motorblok.sla.versions import CalendarVersionRow

TOO_EARLY = gettext_lazy("Choose today or a later day: what was counted until now stays as it is.")


class VersionForm(OnceForm):
    """When a version begins, and by which clock its hours are read."""

    called = {"timezone": "time_zone"}

    effective_on = DayField(label=gettext_lazy("In force from"))
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40)


class CalendarForm(VersionForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )


class FurtherVersionForm(VersionForm):
    """A further version, not in the past; `upon` is the number of the one that its author looked at."""

    upon = forms.IntegerField(required=False, widget=forms.HiddenInput)
    effective_on = DayField(label=gettext_lazy("In force from"), not_before=TOO_EARLY)

    def __init__(self, data: QueryDict | None, *, newest: CalendarVersionRow, today: date) -> None:
        zone = newest.content["timezone"]
        super().__init__(data, initial={"effective_on": today, "time_zone": zone, "upon": newest.number})
        begin_on(self, today)


class FurtherDaysForm(ClosedDaysForm):
    """As for a first version; `seen` says which holidays were shown already, and the button asks for them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asked(self) -> str:
        """The country and part whose holidays are wanted; empty for none."""
        country, part = self.cleaned_data.get("country"), self.cleaned_data.get("part", "").strip()
        return f"{country}/{part}" if country else ""


class FurtherDays:
    """The holidays of a further version: those of the newest one from this year on, and what is proposed now.

    Holidays that nobody has seen yet are shown first: `is_proposing` then, and nothing is to be published.
    """

    def __init__(self, data: QueryDict | None, *, newest: CalendarVersionRow, today: date) -> None:
        self.earlier = [each for each in newest.holidays if each.on.year < today.year]
        known = [each for each in newest.holidays if each.on.year >= today.year]
        self.form = FurtherDaysForm(data)
        self.is_proposing = False
        seeded = self._seeded([today.year, today.year + 1]) if data else []
        wanted = data and ("propose" in data or self.form.asked not in ("", data.get("seen")))
        if data and wanted and self.form.is_valid():
            self.is_proposing = True
            data = _with_proposals(data, fresh={each.on for each in seeded} - {each.on for each in known})
            data["seen"] = self.form.asked
            self.form.data = data
        self.kept = KeptForm(data, holidays=by_date([*known, *seeded]))

    def chosen(self) -> list[Holiday]:
        """Every day on which the version is closed."""
        return by_date([*self.earlier, *self.kept.chosen(), *self.form.own()])

    def _seeded(self, years: Collection[int]) -> list[Holiday]:
        try:
            return self.form.proposed(years) if self.form.is_valid() else []
        except Invalid as refusal:
            self.form.tell(refusal)
            return []


def by_date(holidays: Iterable[Holiday]) -> list[Holiday]:
    """One holiday a date, in order; of several the first with a name."""
    found: dict[date, Holiday] = {}
    for each in holidays:
        if each.on not in found or not found[each.on].name:
            found[each.on] = each
    return [found[on] for on in sorted(found)]


def _with_proposals(data: QueryDict, *, fresh: Iterable[date]) -> QueryDict:
    changed = data.copy()
    changed.setlist("kept", [*data.getlist("kept"), *(on.isoformat() for on in sorted(fresh))])
    return changed
