"""The hours of a week as a form: for each day a row of intervals from and to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.console.terms import DAYS
from motorblok.kernel.errors import DomainError

Week = Mapping[str, Sequence[Sequence[str]]]
OFFICE: Week = {day: [("09:00", "17:00")] for day in DAYS[:5]}
INTERVALS = 2
ABOUT = re.compile(r"week\.([a-z]{3})\[([0-9])\]")
CLOCK = re.compile(r"([0-9]{1,2}?)(?:[:.]?([0-9]{2}))?")


class ClockField(forms.CharField):
    """A time of day as people type it (9, 930, 9.30, 09:30), given as HH:MM; empty stands for none."""

    default_error_messages = {"invalid": gettext_lazy("Write a time such as 09:00.")}

    def __init__(self, *, name: str, initial: str) -> None:
        shown = {"aria-label": name, "inputmode": "numeric", "placeholder": "–:–", "autocomplete": "off"}
        super().__init__(required=False, max_length=5, initial=initial, widget=forms.TextInput(attrs=shown))

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        read = CLOCK.fullmatch(text)
        if not read:
            if text:
                raise ValidationError(self.error_messages["invalid"])
            return ""
        hours, minutes = int(read[1]), int(read[2] or 0)
        if minutes > 59 or hours * 60 + minutes > 24 * 60:
            raise ValidationError(self.error_messages["invalid"])
        return f"{hours:02}:{minutes:02}"


@dataclass(frozen=True, slots=True)
class DayRow:
    """A weekday's fields: pairs of from and to, and what is wrong with them."""

    name: str
    pairs: tuple[tuple[BoundField, BoundField], ...]

    @property
    def fields(self) -> list[BoundField]:
        """All of its fields."""
        return [field for pair in self.pairs for field in pair]


class WeekForm(forms.Form):
    """As many intervals a day as the week has, two at least, so that none is lost."""

    def __init__(self, data: QueryDict | None, *, week: Week = OFFICE) -> None:
        super().__init__(data)
        self.intervals = max([INTERVALS, *(len(spans) for spans in week.values())])
        for day, name in zip(DAYS, WEEKDAYS.values(), strict=True):
            spans = [*week.get(day, ()), *[("", "")] * self.intervals]
            for n, span in enumerate(spans[: self.intervals]):
                words = {"day": name, "number": n + 1}
                start, end = _("%(day)s, from (%(number)s)") % words, _("%(day)s, to (%(number)s)") % words
                self.fields[f"{day}_{n}_from"] = ClockField(name=start, initial=span[0])
                self.fields[f"{day}_{n}_to"] = ClockField(name=end, initial=span[1])

    def clean(self) -> dict[str, Any]:
        for day in DAYS:
            for n, (start, end) in enumerate(self._spans(day)):
                if bool(start) != bool(end):
                    empty = "to" if start else "from"
                    self._tell(f"{day}_{n}_{empty}", _("Give both times of the interval, or neither."))
        if not self.errors and not self.week():
            self.add_error(
                None, _("Give at least one day hours: without any, no promise could ever be kept.")
            )
        return self.cleaned_data

    def week(self) -> dict[str, list[list[str]]]:
        """The hours of the days that have any, as a calendar's content has them."""
        filled = {day: [list(span) for span in self._spans(day) if all(span)] for day in DAYS}
        return {day: spans for day, spans in filled.items() if spans}

    @property
    def rows(self) -> list[DayRow]:
        """One row a day."""
        return [
            DayRow(str(name), self._pairs(day)) for day, name in zip(DAYS, WEEKDAYS.values(), strict=True)
        ]

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the row that it is about, if it is about one."""
        if about := ABOUT.fullmatch(refusal.field):
            self.add_error(f"{about[1]}_{about[2]}_from", str(refusal))

    def _spans(self, day: str) -> list[tuple[str, str]]:
        found = self.cleaned_data
        return [
            (found.get(f"{day}_{n}_from", ""), found.get(f"{day}_{n}_to", "")) for n in range(self.intervals)
        ]

    def _pairs(self, day: str) -> tuple[tuple[BoundField, BoundField], ...]:
        return tuple((self[f"{day}_{n}_from"], self[f"{day}_{n}_to"]) for n in range(self.intervals))

    def _tell(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)
