"""The lines that prove a clock's figures: each stretch of its life as a sentence, on the calendar's own wall clock."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from motorblok.kernel.instants import day_form
from motorblok.sla import sayings
from motorblok.sla.fold import Stretch
from motorblok.sla.sayings import exactly
from motorblok.sla.zones import zone


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


def local(at: datetime, name: str) -> str:
    """An instant on the wall clock of a zone, as in "Fri 20 Nov 2026 16:30"."""
    reading = at.astimezone(zone(name))
    return date_format(reading, f"D {day_form()} Y H:i:s" if reading.second else f"D {day_form()} Y H:i")


def _sentence(kind: Stretch) -> str:
    if kind is Stretch.PAUSED:
        return _("%(start)s to %(end)s: paused, %(waiting)s; %(not_counted)s not counted (%(calendar)s)")
    if kind is Stretch.RESOLVED:
        return _("%(start)s to %(end)s: the task was closed; %(not_counted)s not counted (%(calendar)s)")
    return _("%(start)s to %(end)s: %(counted)s counted, %(total)s in all (%(calendar)s)")
