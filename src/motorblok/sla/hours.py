"""Opening hours as checked values: the plain dict of a calendar's content is read here, or refused with a reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Invalid, Words
from motorblok.sla import zones

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("timezone", "week", "holidays", "breaks", "overrides", "holiday_scope")
FIRST_YEAR, LAST_YEAR = 1972, 2200
EPOCH_DAY = date(1970, 1, 1).toordinal()
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")

Span = tuple[int, int]
"""From and until, in seconds; `until` is not included."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar's content, checked. Days count from 1970-01-01; spans count seconds from a day's midnight.

    A span of `week` or `overrides` that passes midnight runs beyond 86,400. `shift_holidays` says that a holiday
    cancels the shifts that begin on it; otherwise it closes its date from midnight to midnight.
    """

    timezone: str
    week: tuple[tuple[Span, ...], ...]
    overrides: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[int]
    breaks: tuple[tuple[int, Span], ...]
    shift_holidays: bool

    def of_day(self, day: int) -> tuple[Span, ...]:
        """The spans that begin on a day: its override, else its weekday's (1970-01-01 was a Thursday)."""
        return self.overrides.get(day, self.week[(day + 3) % 7])

    def is_closed(self, day: int) -> bool:
        """Whether the day is a holiday without hours of its own: an override on a holiday wins."""
        return day in self.holidays and day not in self.overrides


def read(content: Mapping[str, Any]) -> Hours:
    """Check a calendar's content, shape and values; Invalid names the field and says what to write instead."""
    if not isinstance(content, Mapping):
        raise refuse("calendar", _("write an object with timezone and week"))
    for part in content:
        if part not in PARTS:
            raise refuse(str(part), _("a calendar has no such part; write {parts}"), parts=", ".join(PARTS))
    return Hours(
        timezone=_timezone(content.get("timezone")),
        week=_week(content.get("week")),
        overrides=_overrides(content.get("overrides", {})),
        holidays=frozenset(_day(text, f"holidays[{n}]") for n, text in _listed(content, "holidays")),
        breaks=tuple(_break(value, f"breaks[{n}]") for n, value in _listed(content, "breaks")),
        shift_holidays=_scope(content.get("holiday_scope", "date")) == "shift",
    )


def refuse(field: str, words: Words, **values: object) -> Invalid:
    """An Invalid whose sentence begins with the field it is about."""
    told = format_lazy(cast(str, words), **values)
    return Invalid(format_lazy("{field}: {told}.", field=field, told=told), field=field)


def _scope(scope: object) -> object:
    if scope not in ("date", "shift"):
        raise refuse("holiday_scope", _("write date or shift"))
    return scope


def _timezone(name: object) -> str:
    if not isinstance(name, str) or name not in zones.names():
        raise refuse("timezone", _("write a time zone of the IANA database, such as Europe/Amsterdam"))
    return name


def _week(week: object) -> tuple[tuple[Span, ...], ...]:
    if not isinstance(week, Mapping):
        raise refuse("week", _("write the hours per weekday, such as mon from 09:00 to 17:00"))
    for weekday in week:
        if weekday not in WEEKDAYS:
            raise refuse(f"week.{weekday}", _("write a weekday as {names}"), names=", ".join(WEEKDAYS))
    hours = tuple(_spans(week.get(weekday, ()), f"week.{weekday}") for weekday in WEEKDAYS)
    if not any(hours):
        raise refuse("week", _("no weekday has hours, so no target could ever be met; give one day hours"))
    return hours


def _overrides(overrides: object) -> dict[int, tuple[Span, ...]]:
    if not isinstance(overrides, Mapping):
        raise refuse("overrides", _("write the hours per date, such as 2026-12-24 from 09:00 to 13:00"))
    days = {text: _day(text, f"overrides.{text}") for text in overrides}
    return {day: _spans(overrides[text], f"overrides.{text}") for text, day in days.items()}


def _listed(content: Mapping[str, Any], part: str) -> Iterable[tuple[int, object]]:
    values = content.get(part, ())
    if not isinstance(values, list | tuple):
        raise refuse(part, _("write a list"))
    return enumerate(values)


def _break(value: object, field: str) -> tuple[int, Span]:
    if not isinstance(value, Mapping) or set(value) != {"date", "start", "end"}:
        raise refuse(field, _("write a break as date, start and end"))
    return _day(value["date"], f"{field}.date"), _span((value["start"], value["end"]), field)


def _spans(spans: object, field: str) -> tuple[Span, ...]:
    if not isinstance(spans, list | tuple):
        raise refuse(field, _("write a list of pairs from and to, empty for closed"))
    return tuple(_span(span, f"{field}[{n}]") for n, span in enumerate(spans))


def _span(span: object, field: str) -> Span:
    if not isinstance(span, list | tuple) or len(span) != 2:
        raise refuse(field, _("write a pair from and to, such as 09:00 and 17:00"))
    start, end = _time(span[0], field), _time(span[1], field)
    if start == zones.DAY:
        raise refuse(field, _("hours cannot begin at 24:00; write 00:00 on the next day"))
    return start, end if end > start else end + zones.DAY


def _time(text: object, field: str) -> int:
    parts = TIME.fullmatch(text) if isinstance(text, str) else None
    seconds = int(parts[1]) * 3600 + int(parts[2]) * 60 if parts else -1
    if parts is None or int(parts[2]) > 59 or seconds > zones.DAY:
        raise refuse(field, _("write a time as HH:MM from 00:00 to 24:00, such as 09:00"))
    return seconds


def _day(text: object, field: str) -> int:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        words = _("write a date as YYYY-MM-DD between {first} and {last}")
        raise refuse(field, words, first=FIRST_YEAR, last=LAST_YEAR)
    return day.toordinal() - EPOCH_DAY
