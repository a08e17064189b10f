"""What the tests of the promises promise: a desk in Amsterdam, and an agreement under it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Audience
from motorblok.audit.queries import Signal
from motorblok.kernel.ids import new_id
from motorblok.sla import promises, signals
from motorblok.sla.actions import confirm_calendar, create_agreement, create_calendar
from motorblok.sla.business_time import Calendar
from motorblok.sla.fold import ClockState, fold
from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.promises import Promise
from tests.cast import MONDAY, RITA

HOUR = 3600
DESK = {
    "timezone": "Europe/Amsterdam",
    "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
ALWAYS = {
    "timezone": "Europe/Amsterdam",
    "week": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}
LATE = {
    "timezone": "Europe/Amsterdam",
    "week": {day: [["12:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")},
}
EVERY_EPOCH = date(2000, 1, 1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# Kinds that no app registers: signals as the work would give them.
HAPPENED = Kind("test.happened", "%(actor)s", Audience.CLIENT, facts=("promises", "reason", "party"))
TOOK_BACK = Kind("test.took_back", "%(actor)s", Audience.CLIENT, facts=("voids",))


def a_promise(kind: str = "resolution", *, hours: int = 4, **changes: Any) -> Promise:
    """A promise that stands in no database; its calendar version is "desk"."""
    fields: dict[str, Any] = {
        "calendar_version": "desk",
        "terms_version": "terms",
        "line": 1,
        "names": (),
        "warn": (50, 75, 90),
        "pauses": ("client",) if kind == "resolution" else (),
    }
    return Promise(**{"kind": kind, "target_seconds": hours * HOUR, **fields, **changes})


CALENDARS = {"desk": Calendar(DESK), "late": Calendar(LATE), "always": Calendar(ALWAYS)}


def states(*history: Signal, now: datetime) -> dict[str, list[ClockState]]:
    """By kind what these signals fold to, under the calendars "desk" and "always"."""
    found: dict[str, list[ClockState]] = {}
    for state in fold(history, CALENDARS.__getitem__, now=now):
        found.setdefault(state.kind, []).append(state)
    return found


def a_start(at: datetime, *promised: Promise) -> Signal:
    """The start of work with these promises; of its resolution in four hours if none are given."""
    facts = [promise.as_fact() for promise in promised or (a_promise(),)]
    return a_signal(signals.STARTED, at, promises=facts)


def a_signal(name: str, at: datetime, **facts: Any) -> Signal:
    """A signal as the book would give it."""
    return Signal(new_id(), name, at, at, facts)


def a_calendar(name: str = "Office hours", content: dict[str, Any] = DESK) -> CalendarVersion:
    """A confirmed calendar."""
    drawn = create_calendar(name=name, content=content, effective_on=EVERY_EPOCH, actor=RITA, at=MONDAY)
    return confirm_calendar(drawn.calendar_id, holidays=[], actor=RITA, at=MONDAY)


def an_agreement(*lines: dict[str, Any], name: str = "Back office") -> AgreementVersion:
    """An agreement in force since long ago; a line without a calendar gets office hours."""
    calendar = None if all("calendar" in line for line in lines) else str(a_calendar().calendar_id)
    content = {"lines": [{"calendar": calendar, **line} for line in lines]}
    return create_agreement(name=name, content=content, effective_at=LONG_AGO, actor=RITA, at=MONDAY)


def begin(at: datetime, *, work: dict[str, str] | None = None, **how: Any) -> UUID:
    """Record a start with what is promised for the work."""
    asked = {"service_line": "finance", "level": "", "priority": "normal", **(work or {})}
    return tell(signals.STARTED, at, promised=promises.choose(**asked, at=at), **how)


@transaction.atomic
def tell(
    name: str,
    at: datetime,
    *more: str,
    subject: str = "task:1",
    promised: Sequence[Promise] = (),
    said: Mapping[str, str] | None = None,
    **how: Any,
) -> UUID:
    """Record the signals of one event; `said` are its other facts, and `how` may hold source and audience."""
    facts = {
        "promises": [promise.as_fact() for promise in promised],
        "reason": "",
        "party": "",
        **(said or {}),
    }
    return record(HAPPENED, subject=subject, actor=RITA, at=at, facts=facts, signals=[name, *more], **how)


@transaction.atomic
def take_back(event_id: UUID, at: datetime, *, subject: str = "task:1") -> UUID:
    """Record that an event is void."""
    facts = {"voids": str(event_id)}
    return record(TOOK_BACK, subject=subject, actor=RITA, at=at, facts=facts, signals=[signals.VOIDED])
