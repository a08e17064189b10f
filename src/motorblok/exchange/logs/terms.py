"""What a log's clients were promised, as its map says it: working hours, holidays, and targets in working hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import Part, refuse

TARGETS = ("first_response", "resolution")
CONDITIONS = ("service_line", "level", "priority")
DEFAULT_WARNINGS = (50, 75, 90)
HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the agreement: for which tasks (None: for all), and the seconds of working time for each target."""

    service_line: str | None
    level: str | None
    priority: str | None
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One calendar and one agreement, given to each client. `years` are those whose national holidays are closed."""

    calendar_name: str
    time_zone: str
    week: Mapping[str, Any]
    country: str
    subdivision: str
    years: tuple[int, ...]
    agreement_name: str
    effective_on: date
    lines: tuple[Line, ...]
    warn: tuple[int, ...]


def read_terms(content: Part) -> Terms:
    """The terms of a map. Raises MapIsUnusable. Hours and time zone are checked by whoever makes the calendar."""
    calendar = content.part("calendar").only("name", "time_zone", "week", "holidays")
    holidays = calendar.part("holidays").only("country", "subdivision", "years")
    agreement = content.part("agreement").only("name", "effective_on", "warn", "lines")
    return Terms(
        calendar_name=calendar.text("name"),
        time_zone=calendar.text("time_zone"),
        week=calendar.part("week").values,
        country=holidays.text("country"),
        subdivision=holidays.text("subdivision", ""),
        years=tuple(holidays.numbers("years")),
        agreement_name=agreement.text("name"),
        effective_on=agreement.value("effective_on", date, _("write a date as 2010-01-01, without quotes")),
        lines=tuple(_line(part.only(*CONDITIONS, "hours")) for part in agreement.parts("lines")),
        warn=tuple(agreement.numbers("warn", list(DEFAULT_WARNINGS))),
    )


def _line(part: Part) -> Line:
    conditions = {name: part.text(name) if name in part.values else None for name in CONDITIONS}
    hours = part.part("hours").only(*TARGETS)
    return Line(**conditions, targets={name: _seconds(hours, name) for name in hours.values})


def _seconds(hours: Part, name: str) -> int:
    value = hours.values[name]
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0 or value * HOUR % 1:
        raise refuse(hours.at(name), _("write working hours, such as 8 or 0.5"))
    return int(value * HOUR)
