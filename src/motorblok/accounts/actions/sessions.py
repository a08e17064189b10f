"""The verb for the day after a restore: everybody signs in anew."""

from datetime import datetime

from django.db import transaction

from motorblok.accounts import events
from motorblok.accounts.models import Session
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor

DEPLOYMENT = "deployment:all"


@transaction.atomic
def end_all_sessions(*, restored_to: datetime, actor: Actor, at: datetime) -> int:
    """End every session: who was signed out, or lost its access, after the instant that was restored is in again otherwise.

    Returns how many there were.
    """
    with schema.entered(schema.PUBLIC):
        count, _rows = Session.objects.all().delete()
        facts = {"count": count, "restored_to": restored_to.isoformat(timespec="seconds")}
        record(events.SESSIONS_ENDED, subject=DEPLOYMENT, actor=actor, at=at, facts=facts)
    return count
