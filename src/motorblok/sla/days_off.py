"""What adding holidays to the calendars of the schema in force would change: which days would close, and why others not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motorblok.sla import hours, queries
from motorblok.sla.seeds import Holiday
from motorblok.sla.versions import CalendarRow, CalendarVersionRow, Standing
from motorblok.sla.zones import DAY, zone


class Verdict(TextChoices):
    """What a date is to a calendar."""

    CLOSES = "closes", _("closes")
    CLOSED = "closed", _("is a holiday already")
    NO_HOURS = "no_hours", _("has no working hours anyway")
    OWN_HOURS = "own_hours", _("keeps the hours that it has of its own")
    PAST = "past", _("has passed: what was counted until now stays as it is")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A date and what it is to a calendar."""

    holiday: Holiday
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What the dates are to one calendar; `versions` are those that have to be published anew, in that order."""

    id: UUID
    name: str
    time_zone: str
    days: tuple[DayOff, ...]
    versions: tuple[CalendarVersionRow, ...]

    @property
    def closing(self) -> tuple[Holiday, ...]:
        """The dates that would close."""
        return tuple(each.holiday for each in self.days if each.verdict is Verdict.CLOSES)

    def next_versions(self, *, at: datetime) -> list["NextVersion"]:
        """What is to be published, in order: first the one that counts for what runs now."""
        today = at.astimezone(UTC).astimezone(zone(self.time_zone)).date()
        found = [_next(each, self.closing, today=today) for each in self.versions]
        return sorted(found, key=lambda each: each.effective_on)


@dataclass(frozen=True, slots=True)
class NextVersion:
    """A version as it is to be published; `whole` is its content with all holidays."""

    content: dict[str, Any]
    holidays: tuple[Holiday, ...]
    effective_on: date

    @property
    def whole(self) -> dict[str, Any]:
        """The content as clocks will count by it."""
        return {**self.content, "holidays": [each.on.isoformat() for each in self.holidays]}


def plans(holidays: Sequence[Holiday], *, at: datetime) -> list[CalendarPlan]:
    """What these dates are to every usable calendar of the schema in force, by name. One statement."""
    return [plan(each, holidays, at=at) for each in queries.calendars(at=at) if each.is_usable]


def plan(row: CalendarRow, holidays: Sequence[Holiday], *, at: datetime) -> CalendarPlan:
    """What these dates are to one calendar. A date is judged by every version that counts on it or will."""
    live = tuple(reversed([each for each in row.versions if _counts(each)]))
    today = at.astimezone(UTC).astimezone(zone(row.shown.content["timezone"])).date()
    days = tuple(DayOff(each, _verdict(each.on, live, today=today)) for each in holidays)
    closing = {each.holiday.on for each in days if each.verdict is Verdict.CLOSES}
    stale = tuple(each for each in live if closing - _holidays(each))
    return CalendarPlan(row.id, row.name, row.shown.content["timezone"], days, stale)


def _next(version: CalendarVersionRow, closing: Sequence[Holiday], *, today: date) -> NextVersion:
    known = _holidays(version)
    added = [each for each in closing if each.on not in known]
    holidays = sorted([*version.holidays, *added], key=lambda each: each.on)
    content = {**version.content, "holidays": []}
    return NextVersion(content, tuple(holidays), max(version.effective_on, today))


def _counts(version: CalendarVersionRow) -> bool:
    return bool(version.confirmed_at) and version.standing in (Standing.IN_FORCE, Standing.COMING)


def _verdict(on: date, live: Sequence[CalendarVersionRow], *, today: date) -> Verdict:
    if on < today:
        return Verdict.PAST
    judged = [_judged(on, each) for each in _on_that_day(on, live)]
    return Verdict.CLOSES if Verdict.CLOSES in judged else judged[0]


def _on_that_day(on: date, live: Sequence[CalendarVersionRow]) -> Iterable[CalendarVersionRow]:
    """The version that will count on a date; of several the latest that has begun by then."""
    begun = [each for each in live if each.effective_on <= on]
    return [max(begun, key=lambda each: (each.effective_on, each.number))] if begun else live[:1]


def _judged(on: date, version: CalendarVersionRow) -> Verdict:
    content = version.content
    if on.isoformat() in content.get("overrides", {}):
        return Verdict.OWN_HOURS
    if on in _holidays(version):
        return Verdict.CLOSED
    return Verdict.CLOSES if _has_hours(on, content) else Verdict.NO_HOURS


def _has_hours(on: date, content: Mapping[str, Any]) -> bool:
    """Whether a date has hours by its weekday, or by a shift of the evening before that a closed date cuts off."""
    read, day = hours.read(content), on.toordinal() - hours.EPOCH_DAY
    night = not read.shift_holidays and any(end > DAY for _start, end in read.of_day(day - 1))
    return night or bool(read.of_day(day))


def _holidays(version: CalendarVersionRow) -> set[date]:
    return {each.on for each in version.holidays}
