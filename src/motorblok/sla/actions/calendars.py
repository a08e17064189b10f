"""The verbs of calendars: create with proposed holidays, confirm them, publish a further version."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid
from motorblok.sla import business_time, events
from motorblok.sla.actions.standing import locked_calendar, must_follow
from motorblok.sla.models import Calendar, CalendarVersion
from motorblok.sla.seeds import Holiday
from tenants.actions import must_not_be_closed


class CalendarExists(Invalid):
    """Another calendar has this name."""

    code = "calendar-exists"
    words = _(
        "There is a calendar of this name already. Choose another name, or publish a version of that one."
    )


class CalendarIsConfirmed(DomainError):
    """The version was confirmed; from then on it never changes."""

    code = "calendar-is-confirmed"
    words = _(
        "This version of the calendar is confirmed and cannot change. Publish a further version instead."
    )


@transaction.atomic
def create_calendar(
    *,
    name: str,
    content: Mapping[str, Any],
    effective_on: date,
    actor: Actor,
    at: datetime,
    holidays: Sequence[Holiday] = (),
) -> CalendarVersion:
    """Draw up a calendar; `content` is that of business_time.Calendar, and `holidays` join its own as a proposal.

    No clock uses it before it is confirmed. Raises Invalid for a content that cannot be used, CalendarExists, ClientIsClosed.
    """
    must_not_be_closed(schema.current())
    named = _named(name)
    if Calendar.objects.filter(name=named).exists():
        raise CalendarExists(field="name")
    calendar = Calendar.objects.create(name=named)
    version = _write(calendar, content, number=1, effective_on=effective_on, holidays=holidays)
    _record(events.CALENDAR_CREATED, calendar, version, actor=actor, at=at)
    return version


@transaction.atomic
def confirm_calendar(
    calendar_id: UUID, *, holidays: Collection[date], actor: Actor, at: datetime
) -> CalendarVersion:
    """Confirm a calendar's proposed version: it is closed on these dates and no others, and may be used from now on.

    Raises NotFound, CalendarIsConfirmed, Invalid, ClientIsClosed.
    """
    must_not_be_closed(schema.current())
    calendar = locked_calendar(calendar_id)
    version = calendar.versions.order_by("number").last()
    if version is None or version.confirmed_at:
        raise CalendarIsConfirmed
    kept = {on.isoformat() for on in holidays}
    version.content = {**version.content, "holidays": sorted(kept)}
    version.holidays = [each for each in version.holidays if each["on"] in kept]
    version.digest = business_time.Calendar(version.content).digest
    version.confirmed_by, version.confirmed_at = str(actor), at
    version.save(update_fields=["content", "holidays", "digest", "confirmed_by", "confirmed_at"])
    _record(events.CALENDAR_CONFIRMED, calendar, version, actor=actor, at=at)
    return version


@transaction.atomic
def publish_calendar_version(
    calendar_id: UUID,
    *,
    content: Mapping[str, Any],
    effective_on: date,
    actor: Actor,
    at: datetime,
    holidays: Sequence[Holiday] = (),
    seen: int | None = None,
) -> CalendarVersion:
    """Publish a further version, confirmed by who publishes it, in force from a date of the calendar's own zone on.

    Clocks that run already stay with the version that they began under. `holidays` join the content's own; `seen` is
    the number of the version that it was written upon. Raises NotFound, VersionIsSuperseded, Invalid.
    """
    must_not_be_closed(schema.current())
    calendar = locked_calendar(calendar_id)
    number = calendar.versions.count() + 1
    must_follow(number - 1, seen=seen)
    version = _write(calendar, content, number=number, effective_on=effective_on, holidays=holidays)
    version.confirmed_by, version.confirmed_at = str(actor), at
    version.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(events.CALENDAR_PUBLISHED, calendar, version, actor=actor, at=at)
    return version


def _named(name: str) -> str:
    if not 0 < len(name.strip()) <= 100:
        raise Invalid(_("Give the calendar a name of at most 100 letters."), field="name")
    return name.strip()


def _write(
    calendar: Calendar,
    content: Mapping[str, Any],
    *,
    number: int,
    effective_on: date,
    holidays: Sequence[Holiday],
) -> CalendarVersion:
    business_time.Calendar(content)
    dates = {*content.get("holidays", ()), *(holiday.on.isoformat() for holiday in holidays)}
    whole = {**content, "holidays": sorted(dates)}
    return CalendarVersion.objects.create(
        calendar=calendar,
        number=number,
        content=whole,
        digest=business_time.Calendar(whole).digest,
        holidays=[holiday.as_json() for holiday in holidays],
        effective_on=effective_on,
    )


def _record(kind: Kind, calendar: Calendar, version: CalendarVersion, *, actor: Actor, at: datetime) -> None:
    record(
        kind,
        subject=f"calendar:{calendar.id}",
        actor=actor,
        at=at,
        facts={
            "name": calendar.name,
            "number": version.number,
            "effective_on": version.effective_on.isoformat(),
            "digest": version.digest,
        },
    )
