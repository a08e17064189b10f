"""The verb that adds holidays to a calendar: a further version of every one that counts on them or will."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.sla import days_off, queries
from motorblok.sla.actions.calendars import publish_calendar_version
from motorblok.sla.actions.standing import locked_calendar
from motorblok.sla.models import CalendarVersion
from motorblok.sla.seeds import Holiday
from tenants.actions import must_not_be_closed


@transaction.atomic
def add_holidays(
    calendar_id: UUID, *, holidays: Sequence[Holiday], actor: Actor, at: datetime
) -> list[CalendarVersion]:
    """Close a calendar on these dates too: the version in force from today on, and those still to come from their day.

    The actor confirms the dates by it. Dates that are closed already, have hours of their own or have passed are left
    as they are, so that adding again publishes nothing. Running clocks stay under their version. Raises NotFound,
    ClientIsClosed.
    """
    must_not_be_closed(schema.current())
    # Before it is read: of two who add a day at once the second adds to what the first has made.
    locked_calendar(calendar_id)
    found = days_off.plan(queries.calendar(calendar_id, at=at), holidays, at=at)
    return [
        publish_calendar_version(
            calendar_id,
            content=each.content,
            effective_on=each.effective_on,
            holidays=each.holidays,
            actor=actor,
            at=at,
        )
        for each in found.next_versions(at=at)
    ]
