"""The verb that adds holidays to a calendar: a further version of every one that counts on them or will."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel.actors import Actor
from motorblok.sla import days_off, queries
from motorblok.sla.actions.calendars import publish_calendar_version
from motorblok.sla.models import CalendarVersion
from motorblok.sla.seeds import Holiday
from motorblok.sla.versions import CalendarVersionRow
from motorblok.sla.zones import zone


@transaction.atomic
def add_holidays(
    calendar_id: UUID, *, holidays: Sequence[Holiday], actor: Actor, at: datetime
) -> list[CalendarVersion]:
    """Close a calendar on these dates too: the version in force from today on, and those still to come from their day.

    The actor confirms the dates by it. Dates that are closed already, have hours of their own or have passed are left
    as they are, so that adding again publishes nothing. Running clocks stay under their version. Raises NotFound.
    """
    found = days_off.plan(queries.calendar(calendar_id, at=at), holidays, at=at)
    return [_published(calendar_id, version, found.closing, actor=actor, at=at) for version in found.versions]


def _published(
    calendar_id: UUID,
    version: CalendarVersionRow,
    closing: Sequence[Holiday],
    *,
    actor: Actor,
    at: datetime,
) -> CalendarVersion:
    today = at.astimezone(UTC).astimezone(zone(version.content["timezone"])).date()
    known = {each.on for each in version.holidays}
    added = [each for each in closing if each.on not in known]
    return publish_calendar_version(
        calendar_id,
        content={**version.content, "holidays": []},
        effective_on=max(version.effective_on, today),
        holidays=sorted([*version.holidays, *added], key=lambda each: each.on),
        actor=actor,
        at=at,
    )
