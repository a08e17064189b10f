"""Instants and durations in words, in the viewer's language and time zone; and an instant read from text."""

from datetime import UTC, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

DAY, HOUR, MINUTE = 86_400, 3_600, 60


def duration(seconds: float) -> str:
    """Return at most two units ("2 d 4 h", "1 h 28 min", "12 min"); the sign is dropped."""
    whole = abs(int(seconds))
    if whole < MINUTE:
        return _("under a minute")
    days, hours, minutes = whole // DAY, whole % DAY // HOUR, whole % HOUR // MINUTE
    if days:
        return _joined((days, pgettext("days", "d")), (hours, pgettext("hours", "h")))
    return _joined((hours, pgettext("hours", "h")), (minutes, pgettext("minutes", "min")))


def worktime(seconds: float) -> str:
    """Return business time in hours and minutes ("24 h", "1 h 30 min"): a day of work has no fixed length."""
    whole = abs(int(seconds))
    if 0 < whole < MINUTE:
        return _("under a minute")
    hours, minutes = whole // HOUR, whole % HOUR // MINUTE
    if not whole:
        return f"0\N{NO-BREAK SPACE}{pgettext('minutes', 'min')}"
    return _joined((hours, pgettext("hours", "h")), (minutes, pgettext("minutes", "min")))


def moment(instant: datetime, *, now: datetime) -> str:
    """Return the shortest words that leave no doubt: "14:30", "tomorrow 09:00", "Thu 14:30", "3 Dec 2027"."""
    local, today = timezone.localtime(instant), timezone.localtime(now).date()
    clock, away = date_format(local, "H:i"), (local.date() - today).days
    near = {0: clock, 1: _("tomorrow %(time)s"), -1: _("yesterday %(time)s")}
    if away in near:
        return near[away] % {"time": clock} if away else clock
    if abs(away) < 7:
        return f"{date_format(local, 'D')} {clock}"
    if local.year == today.year:
        return f"{date_format(local, day_form())} {clock}"
    return date_format(local, f"{day_form()} Y")


def day_form() -> str:
    """Return how a short day is written: Dutch months begin small, and Django's "M" makes them great."""
    return pgettext("form of a date", "j M")


def exact(instant: datetime) -> str:
    """Return the whole instant with weekday and zone, for a tooltip: "Monday 23 November 2026, 14:30 CET"."""
    local = timezone.localtime(instant).replace(second=0, microsecond=0)
    return _exact(local, str(local.tzinfo), get_language() or "")


@lru_cache(maxsize=4096)
def _exact(local: datetime, _zone: str, _language: str) -> str:
    # A list asks for the same instants again and again, and a date is slow to write out. One instant is equal in all
    # zones, so the zone is named.
    return date_format(local, "l j F Y, H:i T")


def read(text: str) -> datetime | None:
    """Return the instant that somebody wrote (ISO 8601 with its zone), in UTC; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
        # Python knows zones that the database does not: of a day, or of parts of a second.
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _joined(*parts: tuple[int, str]) -> str:
    return " ".join(f"{amount}\N{NO-BREAK SPACE}{unit}" for amount, unit in parts if amount)
