"""Why a clock stands where it stands: line by line what counted, for page, API and command alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from motorblok.audit.queries import signals_of
from motorblok.sla.business_time import Calendar
from motorblok.sla.business_time import Stretch as OpenStretch
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, Reason, Segment, Stretch, fold
from motorblok.sla.proofs import Line, Version
from motorblok.sla.sayings import exactly
from motorblok.sla.terms import Target
from motorblok.sla.version_names import agreement_name, calendar_name

__all__ = ["Explained", "Line", "Version", "lines"]

LONGEST_LIST = 100
"""A segment with more open stretches than this is told as one line."""


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

    One statement, and one for each version of a calendar or an agreement that this process has not met yet.
    """
    states = fold(signals_of(subject), calendar, now=now)
    return _explained(states) if states else []


def _explained(states: Sequence[ClockState]) -> list[Explained]:
    return [
        Explained(state, agreement_name(state.promise.terms_version), tuple(_lines(state)))
        for state in states
    ]


def _lines(state: ClockState) -> Iterable[Line]:
    for number, segment in enumerate(state.segments):
        opening, name = calendar(segment.calendar_version), calendar_name(segment.calendar_version)
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
