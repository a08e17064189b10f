"""The verb that tells a client's book what fired: once for each row of the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.leaves import instant
from motorblok.audit.models import Audience
from motorblok.board.alarms import Due
from motorblok.board.models import Fired
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.languages import in_each
from motorblok.sla import events
from motorblok.sla.alarming import BREACHED, WARNED, is_history, thresholds
from motorblok.sla.caches import Key
from motorblok.sla.calendars import calendar
from motorblok.sla.clocks import refresh_all
from motorblok.sla.fold import ClockState, State
from motorblok.sla.folded import folded_at
from motorblok.sla.histories import histories
from motorblok.sla.holding import hold_still
from motorblok.sla.models import Clock
from motorblok.sla.terms import Target

BATCH = 500


@transaction.atomic
def tell_fired(client_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """Write an event for each alarm that fired and is not told yet, into the book of the client whose schema is in force.

    Of what had passed when its work was imported the ledger is all that knows. The event and the mark in the ledger
    are one transaction, so each is told exactly once, whoever is killed. An alarm that a commit of the same moment
    overtook (the task was resolved, paused or given another target in time) is not told but taken out of the ledger,
    so that it can fire when it is due after all. Returns how many rows were dealt with; call again until it is 0.
    """
    untold = Fired.objects.filter(client_id=client_id, told_at=None).order_by("fire_at", "clock_id", "kind")
    rows = list(untold.select_for_update(skip_locked=True)[:limit])
    clocks = Clock.objects.in_bulk([row.clock_id for row in rows])
    found = _folded(rows, clocks, at=at)
    overtaken = []
    for row in rows:
        clock = clocks.get(row.clock_id)
        state = found.get((clock.subject, clock.kind, clock.cycle)) if clock else None
        if clock and state and _holds(row, state):
            if not is_history(Due(row.kind, row.fire_at), state):
                _record(row, clock)
        elif clock and state and state.state is not State.VOIDED:
            overtaken.append(row)
    _withdraw(overtaken, clocks, client_id=client_id, at=at)
    Fired.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    return len(rows)


def _folded(rows: Sequence[Fired], clocks: Mapping[UUID, Clock], *, at: datetime) -> dict[Key, ClockState]:
    """The clocks as their events say they stand now: a cached row knows nothing of what was passed before its last stop."""
    subjects = {clock.subject for clock in clocks.values()}
    now = max([at, *(row.fire_at for row in rows)])
    told = (folded_at(subject, history, at=now) for subject, history in histories(subjects))
    return {(each.subject, state.kind, state.cycle): state for each in told if each for state in each.states}


def _holds(row: Fired, state: ClockState) -> bool:
    return Due(row.kind, row.fire_at) in thresholds(state, calendars=calendar)


def _withdraw(rows: Sequence[Fired], clocks: Mapping[UUID, Clock], *, client_id: UUID, at: datetime) -> None:
    if rows and hold_still(client_id):
        Fired.objects.filter(pk__in=[row.pk for row in rows]).delete()
        refresh_all({clocks[row.clock_id].subject for row in rows}, client_id=client_id, at=at)


def _record(row: Fired, clock: Clock) -> None:
    target = Target(clock.kind)
    spoken = in_each(lambda: str(events.IN_WORDS[target]))
    facts = {
        "clock": str(clock.id),
        "cycle": clock.cycle,
        "target": clock.kind,
        "target_en": spoken["en"],
        "target_nl": spoken["nl"],
        "target_seconds": clock.target_seconds,
        "due_at": clock.due_at and instant(clock.due_at),
    }
    if row.kind != BREACHED:
        facts["percent"] = int(row.kind.removeprefix(WARNED))
    record(
        events.CLOCK_BREACHED if row.kind == BREACHED else events.CLOCK_WARNED,
        subject=clock.subject,
        actor=SYSTEM,
        at=row.fire_at,
        facts=facts,
        audience=Audience(clock.audience),
    )
