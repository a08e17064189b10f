"""The days on which a calendar is closed, as forms: public holidays as a proposal, and days of the client's own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motorblok.console.dates import DayField
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer
from motorblok.sla.seeds import Holiday, countries, seed_holidays

OWN_ROWS = 3
NO_SUCH_PART = gettext_lazy("This country has no such part. Leave it out, or write its code.")


@dataclass(frozen=True, slots=True)
class DayShown:
    """A holiday as a checkbox."""

    on: date
    name: str
    is_estimated: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class YearShown:
    """The holidays of one year."""

    year: int
    days: tuple[DayShown, ...]


class KeptForm(forms.Form):
    """Which of some holidays are kept; all of them, until somebody says otherwise."""

    kept = forms.MultipleChoiceField(required=False)

    def __init__(self, data: QueryDict | None, *, holidays: Iterable[Holiday]) -> None:
        super().__init__(data)
        self.holidays = {each.on.isoformat(): each for each in sorted(holidays, key=lambda each: each.on)}
        offer(self, "kept", [(on, on) for on in self.holidays])

    def chosen(self) -> list[Holiday]:
        """The holidays that were kept."""
        return [self.holidays[on] for on in self.cleaned_data["kept"]]

    @property
    def has_estimates(self) -> bool:
        """Whether any of them may still move."""
        return any(each.is_estimated for each in self.holidays.values())

    @property
    def years(self) -> list[YearShown]:
        """All of them by year, as checkboxes."""
        kept = set(self["kept"].value() or ()) if self.is_bound else set(self.holidays)
        shown = [
            DayShown(each.on, each.name, each.is_estimated, on in kept) for on, each in self.holidays.items()
        ]
        return [YearShown(year, tuple(days)) for year, days in groupby(shown, key=lambda each: each.on.year)]


class ClosedDaysForm(forms.Form):
    """A country whose public holidays are proposed, and a few further days."""

    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    part = forms.CharField(
        label=gettext_lazy("Part of the country"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Where holidays differ: BY for Bavaria, for example."),
    )

    def __init__(self, data: QueryDict | None, *, country: str = "") -> None:
        super().__init__(data, initial={"country": country})
        offer(self, "country", [("", _("No country")), *country_names(str(get_language()))])
        for n in range(OWN_ROWS):
            self.fields[f"own_{n}_on"] = DayField(label=_("Date"), required=False)
            self.fields[f"own_{n}_name"] = forms.CharField(
                label=_("Occasion"),
                required=False,
                max_length=80,
                widget=forms.TextInput(attrs={"placeholder": _("Occasion")}),
            )

    def clean(self) -> dict[str, Any]:
        for n in range(OWN_ROWS):
            on = f"own_{n}_on"
            if (
                self.cleaned_data.get(f"own_{n}_name")
                and not self.cleaned_data.get(on)
                and on not in self.errors
            ):
                self.add_error(on, _("Give the date of this day too."))
        return self.cleaned_data

    def own(self) -> list[Holiday]:
        """The further days."""
        found = self.cleaned_data
        rows = [(found[f"own_{n}_on"], found[f"own_{n}_name"]) for n in range(OWN_ROWS)]
        return [Holiday(on, name) for on, name in rows if on]

    def proposed(self, years: Collection[int]) -> list[Holiday]:
        """The public holidays in some years. Raises Invalid for a part that the country does not have."""
        country, part = self.cleaned_data["country"], self.cleaned_data["part"].strip()
        return seed_holidays(country, subdivision=part, years=years) if country else []

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal of the country beside its part: the country itself was chosen from a list."""
        if refusal.field == "country":
            self.add_error("part", NO_SUCH_PART)

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """The further days' fields."""
        return [(self[f"own_{n}_on"], self[f"own_{n}_name"]) for n in range(OWN_ROWS)]


@cache
def country_names(language: str) -> list[tuple[str, str]]:
    """Code and name of every country whose holidays are known, by name."""
    names = Locale.parse(language, sep="-").territories
    return sorted(((code, names.get(code, code)) for code in countries()), key=lambda each: each[1])


def country_of(time_zone: str) -> str:
    """The country in which a time zone lies; empty where it is not known."""
    return str(get_global("zone_territories").get(time_zone, ""))
