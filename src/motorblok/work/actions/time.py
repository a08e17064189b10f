"""The two verbs of time: book what was worked on a task, and take a booking back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.billable import FIELD
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid, NotFound
from motorblok.work import billing, events
from motorblok.work.actions.standing import locked_in_any_state, must_be_as_seen, not_before, tell
from motorblok.work.models import Task, TimeEntry
from motorblok.work.wording import TextCannotBeKept, written
from tenants.queries import client_by_id

SHORTEST, LONGEST = 60, 24 * 3600
NOTE_LENGTH = 500


class WrongTime(Invalid):
    """So much time is not booked at once."""

    code = "wrong-time"
    words = _("Book between 1 minute and 24 hours.")


class WrongDay(Invalid):
    """Nobody worked on the task on that day."""

    code = "wrong-day"
    words = _("Choose a day from the receipt of the task up to today.")


class NoteIsTooLong(Invalid):
    """More was noted than is kept."""

    code = "note-is-too-long"
    words = _("Use at most 500 characters for the note.")


class TimeIsTakenBack(DomainError):
    """The booking was taken back already."""

    code = "time-is-taken-back"
    words = _("This time was taken back already.")


@transaction.atomic
def book_time(
    task_id: UUID,
    *,
    seconds: int,
    worked_on: date,
    note: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> TimeEntry:
    """Keep how long the actor worked on a task, whatever state it is in; no clock moves and the client sees nothing.

    `worked_on` is a day in the client's zone, `note` may be empty. Raises NotFound, TaskHasChanged, WrongTime, WrongDay,
    NoteIsTooLong, TextCannotBeKept, and what must_accept_work raises.
    """
    note = _note(note)
    if not SHORTEST <= seconds <= LONGEST:
        raise WrongTime(field="seconds")
    task = locked_in_any_state(task_id, client_id=client_id)
    must_be_as_seen(task, seen)
    _check_day(task, worked_on, client_id=client_id, at=at)
    entry = TimeEntry(task=task, staff_id=actor.uuid, seconds=seconds, worked_on=worked_on, note=note)
    facts = _facts(entry) | {FIELD: billing.worked(task, seconds, on=worked_on)}
    entry.event_id = tell(
        events.TIME_BOOKED,
        task,
        actor=actor,
        at=not_before(task, at),
        facts=facts,
        private={"note": note},
        source=source,
    )
    return _kept(entry, at=at)


@transaction.atomic
def correct_time(
    entry_id: UUID,
    *,
    task_id: UUID,
    reason: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> TimeEntry:
    """Take a booking on a task back by an entry of as much below 0, once; what was right is booked anew.

    Raises NotFound, TimeIsTakenBack, TaskHasChanged, and what `written` and must_accept_work raise.
    """
    reason = written(reason, field="reason")
    wrong = TimeEntry.objects.filter(id=entry_id, task_id=task_id, corrects=None).first()
    if wrong is None:
        raise NotFound
    task = locked_in_any_state(task_id, client_id=client_id)
    must_be_as_seen(task, seen)
    if TimeEntry.objects.filter(corrects=wrong).exists():
        raise TimeIsTakenBack
    entry = TimeEntry(
        task=task,
        staff_id=wrong.staff_id,
        seconds=-wrong.seconds,
        worked_on=wrong.worked_on,
        note=reason,
        corrects=wrong,
    )
    facts = _facts(wrong) | {FIELD: billing.unworked(task, wrong)}
    entry.event_id = tell(
        events.TIME_TAKEN_BACK,
        task,
        actor=actor,
        at=not_before(task, at),
        facts=facts,
        private={"reason": reason},
        source=source,
    )
    return _kept(entry, at=at)


def _facts(entry: TimeEntry) -> dict[str, Any]:
    return {
        "entry": str(entry.id),
        "seconds": entry.seconds,
        "hours": entry.hours,
        "worked_on": entry.worked_on.isoformat(),
    }


def _kept(entry: TimeEntry, *, at: datetime) -> TimeEntry:
    entry.booked_at = at
    entry.save(force_insert=True)
    return entry


def _note(text: str) -> str:
    if "\x00" in text:
        raise TextCannotBeKept(field="note")
    if len(text.strip()) > NOTE_LENGTH:
        raise NoteIsTooLong(field="note")
    return text.strip()


def _check_day(task: Task, worked_on: date, *, client_id: UUID, at: datetime) -> None:
    zone = ZoneInfo(client_by_id(client_id).time_zone)
    first, last = (instant.astimezone(zone).date() for instant in (task.received_at, at))
    if not first <= worked_on <= last:
        raise WrongDay(field="worked_on")
