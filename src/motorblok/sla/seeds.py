"""Public holidays as a proposal: a person confirms them, for what an office keeps is not what a library believes."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

import holidays
from django.utils.translation import gettext_lazy as _

from motorblok.sla.hours import refuse


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date on which a calendar is closed, under its local name; an estimated one may still move (a lunar calendar)."""

    on: date
    name: str
    is_estimated: bool = False

    def as_json(self) -> dict[str, Any]:
        """The holiday as a calendar version keeps it."""
        return {**asdict(self), "on": self.on.isoformat()}


@cache
def countries() -> tuple[str, ...]:
    """The countries (ISO 3166-1) whose public holidays are known."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


def seed_holidays(country: str, *, subdivision: str = "", years: Collection[int]) -> list[Holiday]:
    """The public holidays of a country (ISO 3166-1) or a part of it (ISO 3166-2) in some years, by date.

    Raises Invalid for a country or part that the `holidays` package does not know.
    """
    try:
        part, wanted = subdivision or None, sorted(years)
        local = holidays.country_holidays(country).default_language
        found = holidays.country_holidays(country, subdiv=part, years=wanted, language=local)
    except NotImplementedError as error:
        raise refuse(
            "country", _("write a country such as NL, and a part of it only if it has one")
        ) from error
    word = _word_for_estimates(found)
    return [_holiday(on, name, word) for on, name in sorted(found.items())]


def _word_for_estimates(found: Any) -> str:
    """The word in brackets that the package adds to a name whose date is an estimate, in the language of the names."""
    label = getattr(found, "estimated_label", "%s (estimated)")
    return str(found.tr(label)).replace("%s", "").strip(" ()")


def _holiday(on: date, name: str, word: str) -> Holiday:
    return Holiday(on, name.replace(f" ({word})", ""), is_estimated=word in name)
