"""What a log's clients were promised, as its map says it: working hours, holidays, and targets in working hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import MapIsUnusable, Part, refuse
from motorblok.kernel.errors import Invalid
from motorblok.sla.business_time import Calendar
from motorblok.sla.seeds import Holiday, seed_holidays
from motorblok.sla.terms import NAMES, Target
from motorblok.sla.zones import zone

WARNINGS = (50, 75, 90)
HOUR, MINUTE = 3600, 60
CLAUSES = ("pauses", "reopen", "upgrade_floor_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the agreement: for which work (no names: for all), and the seconds of working time for each target."""

    names: Mapping[str, str]
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One calendar and one agreement, given to each client; `calendar` is the content of business_time.Calendar.

    `clauses` are what the agreement says of pauses, reopening and raised priorities, as sla.terms reads it.
    """

    calendar_name: str
    calendar: Mapping[str, Any]
    holidays: tuple[Holiday, ...]
    agreement_name: str
    effective_on: date
    lines: tuple[Line, ...]
    warn: tuple[int, ...]
    clauses: Mapping[str, Any]

    @property
    def time_zone(self) -> str:
        """The zone of the calendar."""
        return str(self.calendar["timezone"])

    @property
    def effective_at(self) -> datetime:
        """The agreement begins with its first day in the calendar's zone."""
        begin = datetime.combine(self.effective_on, datetime.min.time(), zone(self.time_zone))
        return begin.astimezone(UTC)


def read_terms(content: Part) -> Terms:
    """The terms of a map. Raises MapIsUnusable."""
    calendar = content.part("calendar").only("name", "time_zone", "week", "holidays")
    agreement = content.part("agreement").only("name", "effective_on", "warn", "lines", *CLAUSES)
    return Terms(
        calendar_name=calendar.text("name"),
        calendar=_hours(calendar),
        holidays=_holidays(calendar.part("holidays").only("country", "subdivision", "years")),
        agreement_name=agreement.text("name"),
        effective_on=agreement.value("effective_on", date, _("write a date as 2010-01-01, without quotes")),
        lines=tuple(_line(part.only(*NAMES, "hours")) for part in agreement.parts("lines")),
        warn=tuple(agreement.numbers("warn", WARNINGS)),
        clauses=_clauses(agreement),
    )


def _hours(calendar: Part) -> dict[str, Any]:
    content = {"timezone": calendar.text("time_zone"), "week": calendar.part("week").values}
    try:
        Calendar(content)
    except Invalid as error:
        raise MapIsUnusable(f"{calendar.place}: {error}", field=calendar.place) from error
    return content


def _holidays(part: Part) -> tuple[Holiday, ...]:
    years = part.numbers("years")
    try:
        return tuple(
            seed_holidays(part.text("country"), subdivision=part.text("subdivision", ""), years=years)
        )
    except Invalid as error:
        raise MapIsUnusable(f"{part.place}: {error}", field=part.place) from error


def _clauses(agreement: Part) -> dict[str, Any]:
    """Only what the map says: what it leaves out is as in every agreement."""
    found: dict[str, Any] = {}
    if "pauses" in agreement.values:
        found["pauses"] = dict(agreement.part("pauses").only(*Target.values).values)
    if "reopen" in agreement.values:
        found["reopen"] = agreement.text("reopen")
    if "upgrade_floor_minutes" in agreement.values:
        words = _("write whole minutes, 0 for none")
        found["upgrade_floor"] = agreement.value("upgrade_floor_minutes", int, words) * MINUTE
    return found


def _line(part: Part) -> Line:
    hours = part.part("hours").only(*Target.values)
    if not hours.values:
        raise refuse(hours.place, _("write at least one line"))
    return Line(
        names={name: part.text(name) for name in NAMES if name in part.values},
        targets={name: _seconds(hours, name) for name in hours.values},
    )


def _seconds(hours: Part, name: str) -> int:
    value = hours.values[name]
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0 or value * HOUR % 1:
        raise refuse(hours.at(name), _("write working hours, such as 8 or 0.5"))
    return int(value * HOUR)
