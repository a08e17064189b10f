"""The verb that tells a client's book what fired: once for each row of the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.leaves import instant
from motorblok.audit.models import Audience
from motorblok.board.models import Fired
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.languages import in_each
from motorblok.sla import events
from motorblok.sla.alarming import BREACHED, WARNED
from motorblok.sla.models import Clock
from motorblok.sla.terms import Target

BATCH = 500


@transaction.atomic
def tell_fired(client_id: UUID, *, at: datetime, limit: int = BATCH) -> int:
    """Write an event for each alarm that fired and is not told yet, into the book of the client whose schema is in force.

    The event and the mark in the ledger are one transaction, so each is told exactly once, whoever is killed. An
    alarm that a commit of the same moment overtook (the task was resolved in time) is marked and not told. Returns
    how many rows were dealt with; call again until it is 0.
    """
    untold = Fired.objects.filter(client_id=client_id, told_at=None).order_by("fire_at", "clock_id", "kind")
    rows = list(untold.select_for_update(skip_locked=True)[:limit])
    clocks = Clock.objects.in_bulk([row.clock_id for row in rows])
    for row in rows:
        clock = clocks.get(row.clock_id)
        if clock and _still_holds(row, clock):
            _record(row, clock)
    Fired.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    return len(rows)


def _still_holds(row: Fired, clock: Clock) -> bool:
    if clock.breach_at is None:  # the start was taken back
        return False
    if row.kind == BREACHED:
        is_passed = row.fire_at > clock.breach_at  # a correction may have moved it
        return is_passed and (clock.stopped_at is None or clock.stopped_at > clock.breach_at)
    return clock.stopped_at is None or clock.stopped_at >= row.fire_at


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
