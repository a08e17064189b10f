"""The periods that are billed: half open, walked in whole months from the day the agreement began, in its time zone."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from zoneinfo import ZoneInfo

from billing.refusing import Refused

MONTH, YEAR = 1, 12
"""How many months a step has."""


class WrongPeriod(Refused):
    """The period has no days, or its key cannot be read."""

    code = "wrong-period"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` up to, not including, `end`, as days in the agreement's time zone. Raises WrongPeriod when empty."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise WrongPeriod(
                f"A period must end after it starts; {self.start} to {self.end} has no days.",
                f"Een periode moet eindigen na het begin; {self.start} tot {self.end} heeft geen dagen.",
                field="period",
            )

    @property
    def days(self) -> int:
        """How many calendar days it has, whatever the clock did on them."""
        return (self.end - self.start).days

    @property
    def key(self) -> str:
        """Its name in every table: "2026-11" when it starts on the first, else "2026-11-15"."""
        return f"{self.start:%Y-%m}" if self.start.day == 1 else self.start.isoformat()

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def edges(self, zone: str) -> tuple[datetime, datetime]:
        """The instants in UTC at which it starts and ends in the zone (IANA name); half open as well."""
        return starts_at(self.start, zone=zone), starts_at(self.end, zone=zone)


def starts_at(day: date, *, zone: str) -> datetime:
    """The first instant of a day in a zone, in UTC; where midnight is skipped, the instant of the change itself."""
    # fold=0 names the earlier of two midnights, and for one that is skipped counts on with the offset before it.
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(instant: datetime, *, zone: str) -> date:
    """The day that an aware instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def months_after(anchor: date, months: int) -> date:
    """The anchor's day so many months on (before, if negative), or the last day of a month that is too short for it."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def nth(anchor: date, n: int, *, months: int = MONTH) -> Period:
    """The n-th period since the anchor, from 0. Each edge is counted from the anchor itself, so no day is ever lost."""
    return Period(months_after(anchor, n * months), months_after(anchor, (n + 1) * months))


def walk(anchor: date, *, months: int = MONTH) -> Iterator[Period]:
    """All periods from the anchor on, without an end."""
    return (nth(anchor, n, months=months) for n in count())


def on(day: date, *, anchor: date, months: int = MONTH) -> Period:
    """The period that a day falls in; also for days before the anchor."""
    passed = (day.year - anchor.year) * 12 + day.month - anchor.month
    n = passed // months
    return next(period for guess in (n, n - 1) if day in (period := nth(anchor, guess, months=months)))


def start_of(key: str) -> date:
    """The first day of the period of that key. Raises WrongPeriod."""
    try:
        return date.fromisoformat(key if len(key) > len("2026-11") else f"{key}-01")
    except ValueError as error:
        raise WrongPeriod(
            f"{key!r} names no period; write the year and month (2026-11), or the first day (2026-11-15).",
            f"{key!r} is geen periode; schrijf jaar en maand (2026-11), of de eerste dag (2026-11-15).",
            field="period",
        ) from error
