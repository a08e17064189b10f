"""A client's calendars in words, with all their versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from motorblok.console.names import person_names
from motorblok.console.terms import Day, days_shown, hours_shown
from motorblok.sla.seeds import Holiday
from motorblok.sla.versions import CalendarRow, CalendarVersionRow, Standing


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The holidays of one year."""

    year: int
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class DayOfItsOwn:
    """A date with other hours than its weekday, or a break on it."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class CalendarVersionShown:
    """One version: its hours, the dates that differ, and who confirmed it."""

    number: int
    effective_on: date
    standing: Standing
    time_zone: str
    days: tuple[Day, ...]
    own: tuple[DayOfItsOwn, ...]
    breaks: tuple[DayOfItsOwn, ...]
    years: tuple[HolidayYear, ...]
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarCard:
    """A calendar: the version that counts, and the others."""

    id: UUID
    name: str
    shown: CalendarVersionShown
    others: tuple[CalendarVersionShown, ...]


def calendar_cards(rows: Iterable[CalendarRow], *, year: int) -> tuple[CalendarCard, ...]:
    """Calendars with their holidays from a year on. One statement."""
    found = list(rows)
    people = _people(version.confirmed_by for each in found for version in each.versions)
    return tuple(_calendar(each, people, year=year) for each in found)


def _calendar(row: CalendarRow, people: Mapping[str, str], *, year: int) -> CalendarCard:
    others = tuple(
        _calendar_version(each, people, year=year) for each in row.versions if each is not row.shown
    )
    return CalendarCard(row.id, row.name, _calendar_version(row.shown, people, year=year), others)


def _calendar_version(
    row: CalendarVersionRow, people: Mapping[str, str], *, year: int
) -> CalendarVersionShown:
    content = row.content
    own = {on: hours_shown(spans) for on, spans in content.get("overrides", {}).items()}
    breaks = [
        (each["date"], hours_shown([(each["start"], each["end"])])) for each in content.get("breaks", ())
    ]
    return CalendarVersionShown(
        number=row.number,
        effective_on=row.effective_on,
        standing=row.standing,
        time_zone=content["timezone"],
        days=days_shown(content),
        own=_dated(own.items()),
        breaks=_dated(breaks),
        years=_years(row.holidays, since=year),
        confirmed_by=people.get(row.confirmed_by, ""),
        confirmed_at=row.confirmed_at,
    )


def _dated(found: Iterable[tuple[str, str]]) -> tuple[DayOfItsOwn, ...]:
    return tuple(DayOfItsOwn(date.fromisoformat(on), words) for on, words in sorted(found))


def _years(holidays: Iterable[Holiday], *, since: int) -> tuple[HolidayYear, ...]:
    to_come = [each for each in holidays if each.on.year >= since]
    return tuple(HolidayYear(year, tuple(days)) for year, days in groupby(to_come, lambda each: each.on.year))


def _people(actors: Iterable[str]) -> dict[str, str]:
    """The names of those who confirmed, by the text that the version keeps of them."""
    ids = {actor: UUID(actor.partition(":")[2]) for actor in set(actors) if actor.startswith("staff:")}
    names = person_names(*ids.values())
    return {actor: names.get(each, "") for actor, each in ids.items()}
