"""What would move if the open clocks went on under another version of their calendar; nothing is changed here."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from motorblok.audit.leaves import instant
from motorblok.audit.models import Audience
from motorblok.audit.queries import Signal
from motorblok.kernel.ids import new_id
from motorblok.sla import signals
from motorblok.sla.business_time import Calendar
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, State, fold
from motorblok.sla.folded import task_id_of
from motorblok.sla.histories import histories
from motorblok.sla.models import CalendarVersion, Clock
from motorblok.sla.promises import pinned
from motorblok.sla.zones import zone

OPEN = (State.RUNNING.value, State.PAUSED.value)
PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock whose due date moves; a paused one has none, and moves as if it went on at once."""

    subject: str
    kind: str
    cycle: int
    was_due_at: datetime
    due_at: datetime
    is_paused: bool

    @property
    def task_id(self) -> UUID | None:
        """The task that it is about, if it is one."""
        return task_id_of(self.subject)

    @property
    def later(self) -> timedelta:
        """By how much; negative for earlier."""
        return self.due_at - self.was_due_at


@dataclass(frozen=True, slots=True)
class Amendment:
    """The open clocks that are pinned to other versions of a calendar, and those of them that move."""

    clocks: int
    tasks: int
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Pinned:
    """A subject with open clocks under other versions of a calendar, and what its events say."""

    subject: str
    audience: Audience
    clocks: int
    history: Sequence[Signal]

    def facts(self, versions: Collection[str], *, version: str, begins_at: datetime) -> dict[str, Any]:
        """What an AMENDED signal says: the same promises under another version, counting from an instant on."""
        amended = [
            replace(promise, calendar_version=version).as_fact()
            for promise in pinned(self.history)
            if promise.calendar_version in versions
        ]
        return {"promises": amended, "effective_at": instant(begins_at)}


def foresee(calendar_id: UUID, *, content: Mapping[str, Any], effective_on: date, at: datetime) -> Amendment:
    """What would move if a version with this content counted for the open clocks from `effective_on`, or from `at`.

    `content` is that of business_time.Calendar, `effective_on` a date of its zone. Three statements. Raises Invalid.
    """
    proposed = Calendar(content)
    versions = versions_of(calendar_id)
    found = pinned_to(versions)
    begins_at = beginning(effective_on, proposed.timezone)
    hours = {PROPOSED: proposed}
    moved = [
        move
        for each in found
        for move in _moves(each, each.facts(versions, version=PROPOSED, begins_at=begins_at), hours, at)
    ]
    return Amendment(sum(each.clocks for each in found), len(found), tuple(moved))


def versions_of(calendar_id: UUID) -> dict[str, CalendarVersion]:
    """The confirmed versions of a calendar, by id. One statement."""
    found = CalendarVersion.objects.select_related("calendar").filter(
        calendar_id=calendar_id, confirmed_at__isnull=False
    )
    return {str(version.id): version for version in found}


def pinned_to(versions: Collection[str]) -> list[Pinned]:
    """The subjects that have open clocks under one of these versions. Two statements."""
    clocks: Counter[str] = Counter()
    audiences: dict[str, Audience] = {}
    wanted = Clock.objects.filter(state__in=OPEN, promise__calendar_version__in=list(versions))
    for subject, audience in wanted.values_list("subject", "audience"):
        clocks[subject] += 1
        audiences[subject] = Audience(audience)
    return [
        Pinned(subject, audiences[subject], clocks[subject], history)
        for subject, history in histories(sorted(clocks))
    ]


def beginning(on: date, timezone: str) -> datetime:
    """The instant at which a date begins in a zone."""
    return datetime.combine(on, time.min, zone(timezone)).astimezone(UTC)


def _moves(
    each: Pinned, facts: Mapping[str, Any], hours: Mapping[str, Calendar], at: datetime
) -> Iterator[Moved]:
    def calendars(version: str) -> Calendar:
        return hours.get(version) or calendar(version)

    now = max(at, *(signal.at for signal in each.history))
    told = Signal(new_id(), signals.AMENDED, now, now, dict(facts))
    before = fold(each.history, calendars, now=now)
    after = fold([*each.history, told], calendars, now=now)
    yield from moved(each.subject, before=before, after=after)


def moved(subject: str, *, before: Iterable[ClockState], after: Iterable[ClockState]) -> Iterator[Moved]:
    """The open clocks of a subject that are due at another instant than before."""
    was = {(state.kind, state.cycle): state for state in before if state.is_open}
    for state in after:
        old = was.get((state.kind, state.cycle))
        if old is None:
            continue
        was_due_at, due_at = (each.due_at or each.due_if_resumed_at for each in (old, state))
        if was_due_at and due_at and was_due_at != due_at:
            yield Moved(
                subject=subject,
                kind=state.kind,
                cycle=state.cycle,
                was_due_at=was_due_at,
                due_at=due_at,
                is_paused=not state.is_running,
            )
