"""Days with hours of their own, and breaks on single days, as rows of a form; those that have passed are kept unseen."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.console.dates import DayField
from motorblok.console.week import ClockField
from motorblok.kernel.errors import DomainError

SPANS, EMPTY_ROWS = 2, 2
ABOUT = re.compile(r"(?:overrides\.([0-9-]+)|breaks\[([0-9]+)\]).*")


class HoursForm(forms.Form):
    """One day: its date, and up to two intervals; without any it is closed. A row without a date is none."""

    on = DayField(label=gettext_lazy("Date"), required=False)
    spans = SPANS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in range(self.spans):
            words = {"number": n + 1}
            self.fields[f"{n}_from"] = ClockField(name=_("From (%(number)s)") % words, initial="")
            self.fields[f"{n}_to"] = ClockField(name=_("To (%(number)s)") % words, initial="")

    def clean(self) -> dict[str, Any]:
        """Both times of an interval or neither, and none without a date."""
        found = self.cleaned_data
        for n, (start, end) in enumerate(self.pairs_typed()):
            name = f"{n}_{'to' if start else 'from'}"
            if bool(start) != bool(end) and name not in self.errors:
                self.add_error(name, _("Give both times of the interval, or neither."))
        if any(any(pair) for pair in self.pairs_typed()) and not found.get("on") and "on" not in self.errors:
            self.add_error("on", _("Give the date of this day too."))
        return found

    def pairs_typed(self) -> list[tuple[str, str]]:
        """The intervals as typed."""
        found = self.cleaned_data
        return [(found.get(f"{n}_from", ""), found.get(f"{n}_to", "")) for n in range(self.spans)]

    def hours(self) -> list[list[str]]:
        """The intervals as a calendar's content has them."""
        return [list(pair) for pair in self.pairs_typed() if all(pair)]

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of the intervals."""
        return [(self[f"{n}_from"], self[f"{n}_to"]) for n in range(self.spans)]


class BreakForm(HoursForm):
    """One break: its date, from and to."""

    spans = 1

    def clean(self) -> dict[str, Any]:
        """A break has its times."""
        found = super().clean()
        if found.get("on") and not self.hours() and not self.errors:
            self.add_error("0_from", _("Give the times of this break."))
        return found


class BaseDays(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows together."""

    def written(self) -> list[HoursForm]:
        """The rows with a date."""
        return [form for form in self.forms if form.cleaned_data.get("on")]

    def clean(self) -> None:
        seen: set[date] = set()
        for form in [] if self.prefix == "breaks" else self.written():
            on = form.cleaned_data["on"]
            if on in seen:
                form.add_error("on", _("This date stands above already."))
            seen.add(on)


class SpecialDays:
    """Both sets of rows of one calendar; they take part in `send` as one."""

    def __init__(
        self, data: QueryDict | None, *, today: date, content: Mapping[str, Any] | None = None
    ) -> None:
        known: Mapping[str, Any] = content or {}
        overrides, breaks = known.get("overrides", {}), known.get("breaks", [])
        shown = [
            {"on": on, **_times(spans)} for on, spans in sorted(overrides.items()) if not _past(on, today)
        ]
        short = [each for each in breaks if not _past(each["date"], today)]
        pauses = [{"on": each["date"], **_times([(each["start"], each["end"])])} for each in short]
        self.kept_hours = {on: spans for on, spans in overrides.items() if _past(on, today)}
        self.kept_breaks = [each for each in breaks if _past(each["date"], today)]
        self.hours = _rows(HoursForm, data, initial=shown, prefix="own-hours")
        self.breaks = _rows(BreakForm, data, initial=pauses, prefix="breaks")

    def is_valid(self) -> bool:
        """Whether both were sent and have the right shape."""
        return all([self.hours.is_valid(), self.breaks.is_valid()])

    @property
    def cleaned_data(self) -> Any:
        """What was sent."""
        return self.content()

    def content(self) -> dict[str, Any]:
        """Both as a calendar's content has them, with what has passed."""
        hours = {form.cleaned_data["on"].isoformat(): form.hours() for form in self.hours.written()}
        breaks = [
            {"date": form.cleaned_data["on"].isoformat(), "start": start, "end": end}
            for form in self.breaks.written()
            for start, end in form.hours()
        ]
        return {"overrides": {**self.kept_hours, **hours}, "breaks": [*self.kept_breaks, *breaks]}

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the row that it is about, if it is about one."""
        about = ABOUT.fullmatch(refusal.field)
        if about and about[1]:
            rows = [each for each in self.hours.written() if str(each.cleaned_data["on"]) == about[1]]
        else:
            place = int(about[2]) - len(self.kept_breaks) if about else -1
            rows = self.breaks.written()[place : place + 1] if place >= 0 else []
        for row in rows:
            row.add_error("0_from", str(refusal))


def _rows(made_of: type[HoursForm], data: QueryDict | None, *, initial: Any, prefix: str) -> BaseDays:
    made = forms.formset_factory(made_of, formset=BaseDays, extra=EMPTY_ROWS)
    return cast(BaseDays, made(data, initial=initial, prefix=prefix))


def _times(spans: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, (start, end) in enumerate(list(spans)[:SPANS]):
        found |= {f"{n}_from": start, f"{n}_to": end}
    return found


def _past(on: str, today: date) -> bool:
    return date.fromisoformat(on) < today
