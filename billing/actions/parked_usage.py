"""What a person decides about a fact that could not be counted: it is tried again, or let go with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing import ledger
from billing.events import usage as events
from billing.finance import must_be_finance
from billing.models import UsageRecord
from billing.models.usage import ParkedUsage
from billing.queries.uncounted import parked_fact
from billing.reasons import reason_given
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.queries import entries
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants.models import Client


class StillParked(Refused):
    """It was read again and makes no sense yet."""

    code = "still-parked"
    status = 409


def retry_parked(parked_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Read a fact again, by the way of every event, and count it. Twice is once. Raises NotAllowed, NotFound, StillParked."""
    must_be_finance(actor)
    known, client = parked_fact(parked_id)
    with schema.entered(client.schema_name), transaction.atomic():
        _held(known)
        if _is_counted(known):
            return
        ledger.enter(client, entries([known.event_id]), at=at)
        if not _is_counted(known):
            raise StillParked(
                "It was read again and still cannot be counted; let it go with a reason, or have the source mended.",
                "Het is opnieuw gelezen en kan nog steeds niet worden geteld; laat het met een reden gaan of laat de bron herstellen.",
            )
        _tell(events.COUNTED_AFTER_ALL, client, actor=actor, at=at)


def let_parked_go(parked_id: UUID, *, reason: str, actor: Actor, at: datetime) -> ParkedUsage:
    """Say that a fact needs no counting, and why; it stays as it was. Twice is once.

    Raises NotAllowed, NotFound, NoReasonGiven.
    """
    must_be_finance(actor)
    because = reason_given(reason)
    known, client = parked_fact(parked_id)
    with schema.entered(client.schema_name), transaction.atomic():
        found = _held(known)
        if found.let_go_at is None:
            found.let_go_because, found.let_go_by, found.let_go_at = because, str(actor), at
            found.save(update_fields=["let_go_because", "let_go_by", "let_go_at"])
            _tell(events.PARKED_LET_GO, client, actor=actor, at=at, reason=because)
    return found


def _held(known: ParkedUsage) -> ParkedUsage:
    found: ParkedUsage = ParkedUsage.objects.select_for_update().get(pk=known.pk)
    return found


def _is_counted(known: ParkedUsage) -> bool:
    of = UsageRecord.objects.filter(book=known.book, event_id=known.event_id, part=known.part)
    return bool(of.exists())


def _tell(kind: Kind, client: Client, *, actor: Actor, at: datetime, reason: str = "") -> None:
    private = {"reason": reason} if kind.private else {}
    record(kind, subject=f"client:{client.pk}", actor=actor, at=at, facts={}, private=private)
