"""The housekeeping of accounts."""

from datetime import UTC, datetime

from celery import shared_task

from motorblok.accounts.models import Session
from motorblok.kernel import schema


@shared_task
def sweep_sessions() -> int:
    """Delete the sessions that have ended by themselves; returns how many. No event: that they ended is a rule."""
    with schema.entered(schema.PUBLIC):
        deleted, _rows = Session.objects.ended(at=datetime.now(UTC)).delete()
    return deleted
