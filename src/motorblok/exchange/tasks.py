"""The housekeeping of exchange."""

from datetime import UTC, datetime

from celery import shared_task

from motorblok.exchange import idempotency
from motorblok.kernel import schema


@shared_task
def forget_answers() -> int:
    """Forget the answers that nobody asks for again; returns how many."""
    with schema.entered(schema.PUBLIC):
        return idempotency.forget(at=datetime.now(UTC))
