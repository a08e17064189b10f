"""The verb that brings an agreement of one client to another, with the calendars that its lines name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel.actors import Actor
from motorblok.sla import copies
from motorblok.sla.actions.agreements import create_agreement, publish_agreement_version
from motorblok.sla.actions.calendars import confirm_calendar, create_calendar
from motorblok.sla.copies import AgreementCopy, CalendarCopy, CopyPlan, Step


@transaction.atomic
def copy_agreement(copy: AgreementCopy, *, effective_at: datetime, actor: Actor, at: datetime) -> CopyPlan:
    """Draw the agreement up in the schema in force, or publish it as a further version of the one of its name.

    Calendars that are missing are made and confirmed by the actor, with the holidays that they have at their client.
    What is the same already is left alone. Raises what drawing up and publishing raise.
    """
    found = copies.plan(copy, at=at)
    if not found.changes:
        return found
    made = {each.id: _made(each, found.made[each.id], actor=actor, at=at) for each in _missing(copy, found)}
    content = copies.with_calendars(copy.content, {**found.reused, **made})
    if found.step is Step.NEW or found.agreement_id is None:
        create_agreement(name=copy.name, content=content, effective_at=effective_at, actor=actor, at=at)
    else:
        publish_agreement_version(
            found.agreement_id, content=content, effective_at=effective_at, actor=actor, at=at
        )
    return found


def _missing(copy: AgreementCopy, found: CopyPlan) -> list[CalendarCopy]:
    return [each for each in copy.calendars if each.id in found.made]


def _made(calendar: CalendarCopy, name: str, *, actor: Actor, at: datetime) -> UUID:
    drawn = create_calendar(
        name=name,
        content=calendar.content,
        effective_on=calendar.effective_on,
        holidays=calendar.holidays,
        actor=actor,
        at=at,
    )
    holidays = [each.on for each in calendar.holidays]
    confirm_calendar(drawn.calendar_id, holidays=holidays, actor=actor, at=at)
    return drawn.calendar_id
