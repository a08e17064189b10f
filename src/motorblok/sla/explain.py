"""Why a clock stands where it stands: line by line what counted, for page, API and command alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motorblok.audit.queries import Signal, signals_of
from motorblok.sla import signals
from motorblok.sla.business_time import Stretch
from motorblok.sla.calendars import calendar
from motorblok.sla.clocks import fold_promise
from motorblok.sla.fold import ClockState, Reason, Segment
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.promises import Promise
from motorblok.sla.terms import Target
from motorblok.sla.zones import zone

LONGEST_LIST = 100
"""A segment with more open stretches than this is told as one line."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a calendar or agreement by name; reads as "Office hours, version 1" in the active language."""

    name: str
    number: int

    def __str__(self) -> str:
        return _("%(name)s, version %(number)s") % {"name": self.name, "number": self.number}


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch that counted: `counted` and `total` (until its end) are business seconds; `zone` is the calendar's."""

    start_at: datetime
    end_at: datetime
    counted: int
    total: int
    calendar: Version
    zone: str

    @property
    def words(self) -> str:
        """The line as a sentence in the active language, its times on the calendar's own clock."""
        return _("%(start)s to %(end)s: %(counted)s counted, %(total)s in all (%(calendar)s)") % {
            "start": local(self.start_at, self.zone),
            "end": local(self.end_at, self.zone),
            "counted": exactly(self.counted),
            "total": exactly(self.total),
            "calendar": self.calendar,
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock with its figures, the reasons that moved it, and the lines that add up to `state.consumed`."""

    state: ClockState
    agreement: Version
    lines: tuple[Line, ...]

    @property
    def target(self) -> str:
        """The target's name in the active language."""
        return str(Target(self.state.promise.kind).label)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What moved the clock, oldest first."""
        return self.state.why

    @property
    def summary(self) -> str:
        """The clock in one sentence: how much of the target was used."""
        return _("%(target)s: %(consumed)s of %(promised)s used (%(agreement)s)") % {
            "target": self.target,
            "consumed": exactly(self.state.consumed),
            "promised": exactly(self.state.promise.target_seconds),
            "agreement": self.agreement,
        }


def lines(subject: str, *, now: datetime) -> list[Explained]:
    """Every clock of a subject as it stands at `now`, computed afresh from its signals. At most four statements."""
    history = signals_of(subject)
    start = signals.start(history)
    if start is None:
        return []
    promised = [Promise.from_fact(fact) for fact in start.facts["promises"]]
    return _explained(promised, history, now)


def exactly(seconds: int) -> str:
    """Hours, minutes and seconds, as in 27:05:00."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def local(at: datetime, name: str) -> str:
    """An instant on the wall clock of a zone, as in "Fri 20 Nov 2026 16:30"."""
    reading = at.astimezone(zone(name))
    return date_format(reading, "D j M Y H:i:s" if reading.second else "D j M Y H:i")


def _explained(promised: Sequence[Promise], history: Sequence[Signal], now: datetime) -> list[Explained]:
    calendars = _names_of_calendars(promise.calendar_version for promise in promised)
    agreements = _names_of_agreements(promise.terms_version for promise in promised)
    states = [fold_promise(promise, history, now=now) for promise in promised]
    return [
        Explained(state, agreements[state.promise.terms_version], tuple(_lines(state, calendars)))
        for state in states
    ]


def _lines(state: ClockState, names: dict[str, Version]) -> Iterable[Line]:
    for segment in state.segments:
        opening, total = calendar(segment.calendar_version), segment.total - segment.counted
        for stretch in _stretches(segment):
            counted = opening.elapsed(stretch.start_at, stretch.end_at)
            total += counted
            name = names[segment.calendar_version]
            yield Line(stretch.start_at, stretch.end_at, counted, total, name, opening.timezone)


def _stretches(segment: Segment) -> Sequence[Stretch]:
    found = calendar(segment.calendar_version).stretches(segment.start_at, segment.end_at)
    return found if 0 < len(found) <= LONGEST_LIST else [Stretch(segment.start_at, segment.end_at)]


def _names_of_calendars(versions: Iterable[str]) -> dict[str, Version]:
    found = CalendarVersion.objects.select_related("calendar").filter(id__in=set(versions))
    return {str(each.id): Version(each.calendar.name, each.number) for each in found}


def _names_of_agreements(versions: Iterable[str]) -> dict[str, Version]:
    found = AgreementVersion.objects.select_related("agreement").filter(id__in=set(versions))
    return {str(each.id): Version(each.agreement.name, each.number) for each in found}
