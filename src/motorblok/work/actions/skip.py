"""The verb for the day after a restore: numbers that may have been given out already are not given out again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor
from motorblok.work import events
from motorblok.work.models import Series


@transaction.atomic
def skip_numbers(client_id: UUID, *, count: int, restored_to: datetime, actor: Actor, at: datetime) -> None:
    """Leave that many numbers out in each series of the client whose schema is in force, whatever state it is in."""
    Series.objects.update(last=F("last") + count)
    facts = {"count": count, "restored_to": restored_to.isoformat(timespec="seconds")}
    record(events.NUMBERS_SKIPPED, subject=f"client:{client_id}", actor=actor, at=at, facts=facts)
