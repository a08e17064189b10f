"""Something to read in a client's book."""

from datetime import UTC, datetime

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.kernel.actors import SYSTEM
from tenants import events


def write(subject: str) -> None:
    """Record one event about `subject` in the book of the schema in force."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with transaction.atomic():
        record(events.PROVISIONED, subject=subject, actor=SYSTEM, at=at, facts={"client": subject})
