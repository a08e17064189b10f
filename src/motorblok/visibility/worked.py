"""The time that was worked on a task, for staff alone: to clients it does not exist."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motorblok.accounts.models import Person
from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.work.models import Task, TimeEntry
from motorblok.work.wording import in_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One booking: who worked how long on which day of the client's zone; what was taken back no longer counts."""

    id: UUID
    staff_id: UUID
    staff: str
    seconds: int
    hours: str
    worked_on: date
    note: str
    booked_at: datetime
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """All bookings of a task, the newest day first, and what they come to."""

    seconds: int = 0
    entries: tuple[Booked, ...] = ()

    @property
    def hours(self) -> str:
        """The sum as hours and minutes: 1:30."""
        return in_hours(self.seconds)


def worked_on(viewer: Viewer, row: Task) -> Worked:
    """What was worked on a task; nothing for who is no staff. One statement, and one for the names where there is any."""
    if not isinstance(viewer, StaffViewer):
        return Worked()
    found = TimeEntry.objects.filter(task=row, corrects=None).select_related("corrected_by")
    rows = list(found.order_by("-worked_on", "-id"))
    names = _names({each.staff_id for each in rows})
    entries = tuple(booked(each, names.get(each.staff_id, "")) for each in rows)
    return Worked(sum(each.seconds for each in entries if not each.is_taken_back), entries)


def booked(row: TimeEntry, name: str = "") -> Booked:
    """A booking as it is shown."""
    same = ("id", "staff_id", "seconds", "hours", "worked_on", "note", "booked_at")
    return Booked(
        **{each: getattr(row, each) for each in same},
        staff=name,
        is_taken_back=getattr(row, "corrected_by", None) is not None,
    )


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
