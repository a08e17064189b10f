"""Why a clock stands where it stands: line by line what counted, for page, API and command alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motorblok.audit.queries import signals_of
from motorblok.sla import sayings
from motorblok.sla.business_time import Calendar
from motorblok.sla.business_time import Stretch as OpenStretch
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, Reason, Segment, Stretch, fold
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.sayings import exactly
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
    """One stretch of a clock's life: in which it counted, stood still, or was resolved.

    `counted` and `total` (until its end) are business seconds, `not_counted` those that were open without counting.
    `party` is who had the task: provider, client, third_party, or nobody; `zone` is the calendar's.
    """

    start_at: datetime
    end_at: datetime
    counted: int
    total: int
    calendar: Version
    zone: str
    kind: Stretch = Stretch.RUNNING
    reason: str = ""
    party: str = "provider"
    not_counted: int = 0

    @property
    def words(self) -> str:
        """The line as a sentence in the active language, its times on the calendar's own clock."""
        return _sentence(self.kind) % {
            "start": local(self.start_at, self.zone),
            "end": local(self.end_at, self.zone),
            "counted": exactly(self.counted),
            "not_counted": exactly(self.not_counted),
            "total": exactly(self.total),
            "calendar": self.calendar,
            "waiting": sayings.waiting(self.reason),
        }

    @property
    def owner(self) -> str:
        """Who had the task, in the active language, in the middle of a sentence; empty for nobody."""
        return sayings.party(self.party)


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock with its figures, the reasons that moved it, and the lines that add up to `state.consumed`."""

    state: ClockState
    agreement: Version
    lines: tuple[Line, ...]

    @property
    def target(self) -> str:
        """The target's name in the active language, with its number where it is not the first."""
        name, cycle = str(Target(self.state.kind).label), self.state.cycle
        return name if cycle == 1 else _("%(target)s, no. %(cycle)s") % {"target": name, "cycle": cycle}

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
            "promised": exactly(self.state.target_seconds),
            "agreement": self.agreement,
        }


def lines(subject: str, *, now: datetime) -> list[Explained]:
    """Every cycle of every clock of a subject as it stands at `now`, computed afresh from its signals.

    At most three statements, and one for each calendar version that this process has not met yet.
    """
    states = fold(signals_of(subject), calendar, now=now)
    return _explained(states) if states else []


def local(at: datetime, name: str) -> str:
    """An instant on the wall clock of a zone, as in "Fri 20 Nov 2026 16:30"."""
    reading = at.astimezone(zone(name))
    return date_format(reading, "D j M Y H:i:s" if reading.second else "D j M Y H:i")


def _explained(states: Sequence[ClockState]) -> list[Explained]:
    calendars = _names_of_calendars(each.calendar_version for state in states for each in state.segments)
    agreements = _names_of_agreements(state.promise.terms_version for state in states)
    return [
        Explained(state, agreements[state.promise.terms_version], tuple(_lines(state, calendars)))
        for state in states
    ]


def _lines(state: ClockState, names: dict[str, Version]) -> Iterable[Line]:
    for number, segment in enumerate(state.segments):
        opening, name = calendar(segment.calendar_version), names[segment.calendar_version]
        if segment.kind is not Stretch.RUNNING:
            yield _line(
                segment, segment.start_at, segment.end_at, name, opening, counted=0, total=segment.total
            )
        elif segment.start_at < segment.end_at or number == 0:
            yield from _counted(segment, name, opening)


def _counted(segment: Segment, name: Version, opening: Calendar) -> Iterable[Line]:
    total = segment.total - segment.counted
    for stretch in _stretches(segment, opening):
        counted = opening.elapsed(stretch.start_at, stretch.end_at)
        total += counted
        yield _line(segment, stretch.start_at, stretch.end_at, name, opening, counted=counted, total=total)


def _line(
    segment: Segment,
    start_at: datetime,
    end_at: datetime,
    name: Version,
    opening: Calendar,
    *,
    counted: int,
    total: int,
) -> Line:
    return Line(
        start_at,
        end_at,
        counted,
        total,
        name,
        opening.timezone,
        segment.kind,
        segment.reason,
        segment.party,
        segment.not_counted,
    )


def _stretches(segment: Segment, opening: Calendar) -> Sequence[OpenStretch]:
    found = opening.stretches(segment.start_at, segment.end_at)
    return found if 0 < len(found) <= LONGEST_LIST else [OpenStretch(segment.start_at, segment.end_at)]


def _sentence(kind: Stretch) -> str:
    if kind is Stretch.PAUSED:
        return _("%(start)s to %(end)s: paused, %(waiting)s; %(not_counted)s not counted (%(calendar)s)")
    if kind is Stretch.RESOLVED:
        return _("%(start)s to %(end)s: closed; %(not_counted)s not counted (%(calendar)s)")
    return _("%(start)s to %(end)s: %(counted)s counted, %(total)s in all (%(calendar)s)")


def _names_of_calendars(versions: Iterable[str]) -> dict[str, Version]:
    found = CalendarVersion.objects.select_related("calendar").filter(id__in=set(versions))
    return {str(each.id): Version(each.calendar.name, each.number) for each in found}


def _names_of_agreements(versions: Iterable[str]) -> dict[str, Version]:
    found = AgreementVersion.objects.select_related("agreement").filter(id__in=set(versions))
    return {str(each.id): Version(each.agreement.name, each.number) for each in found}
