"""What a person decides about a transfer: which invoices it is for, that it is for none, and either taken back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.actions.payments import take_back
from billing.booking import book, must_decide
from billing.events import bank as events
from billing.models import Debtor, Invoice, StatementEntry
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class EntryDecided(Refused):
    """The transfer was matched or set aside meanwhile."""

    code = "entry-decided"
    status = 409


class NoReason(Refused):
    """What is set aside is set aside for a reason."""

    code = "no-reason"


def match_entry(entry_id: UUID, *, invoice_ids: Sequence[UUID], actor: Actor, at: datetime) -> StatementEntry:
    """Say which invoices of one client a transfer is for; what is left is kept for the client. One that went back opens them.

    Raises NotAllowed, NotFound, EntryDecided, OtherCurrency.
    """
    must_decide(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _open(entry_id)
        found = Invoice.objects.filter(id__in=invoice_ids, state=Invoice.State.FINAL).order_by(
            "due_on", "number"
        )
        invoices = list(found.select_related("debtor__client"))
        if not invoices or len({each.debtor_id for each in invoices}) > 1:
            raise NotFound
        book(row, invoices[0].debtor, invoices, actor=actor, at=at)
        with schema.entered(invoices[0].debtor.client.schema_name):
            numbers = [each.number for each in invoices]
            _tell(events.MATCHED, row, actor=actor, at=at, numbers=numbers)
    return row


def unmatch_entry(entry_id: UUID, *, actor: Actor, at: datetime) -> StatementEntry:
    """Undo the match of a transfer: its payment is taken back by another one, and the transfer is open again.

    Raises NotAllowed, NotFound, EntryDecided.
    """
    must_decide(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _held(entry_id)
        if row.state != StatementEntry.State.MATCHED or row.payment is None:
            raise _decided()
        money = row.payment
        take_back(money, at=at, actor=actor)
        row.state, row.payment = StatementEntry.State.OPEN, None
        row.save(update_fields=["state", "payment"])
        with schema.entered(
            Debtor.objects.select_related("client").get(pk=money.debtor_id).client.schema_name
        ):
            _tell(events.UNMATCHED, row, actor=actor, at=at)
    return row


def ignore_entry(entry_id: UUID, *, reason: str, actor: Actor, at: datetime) -> StatementEntry:
    """Set aside a transfer that pays no invoice, for a reason. Raises NotAllowed, NotFound, EntryDecided, NoReason."""
    must_decide(actor)
    because = reason.replace("\x00", "").strip()
    if not because:
        raise NoReason("Say why it is set aside.", "Geef aan waarom u dit opzij legt.", field="reason")
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _open(entry_id)
        row.state, row.ignored_because = StatementEntry.State.IGNORED, because[:300]
        row.save(update_fields=["state", "ignored_because"])
        _tell(events.IGNORED, row, actor=actor, at=at, private={"reason": row.ignored_because})
    return row


def take_up_entry(entry_id: UUID, *, actor: Actor, at: datetime) -> StatementEntry:
    """Look again at a transfer that was set aside. Raises NotAllowed, NotFound, EntryDecided."""
    must_decide(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _held(entry_id)
        if row.state != StatementEntry.State.IGNORED:
            raise _decided()
        row.state, row.ignored_because = StatementEntry.State.OPEN, ""
        row.save(update_fields=["state", "ignored_because"])
        _tell(events.TAKEN_UP, row, actor=actor, at=at)
    return row


def _open(entry_id: UUID) -> StatementEntry:
    row = _held(entry_id)
    if row.state != StatementEntry.State.OPEN:
        raise _decided()
    return row


def _held(entry_id: UUID) -> StatementEntry:
    row = StatementEntry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
    if row is None:
        raise NotFound
    return row


def _decided() -> EntryDecided:
    return EntryDecided(
        "This transfer was decided about already; look again.",
        "Over deze overboeking is al besloten; kijk opnieuw.",
    )


def _tell(
    kind: Kind,
    row: StatementEntry,
    *,
    actor: Actor,
    at: datetime,
    numbers: Sequence[str | None] | None = None,
    private: dict[str, str] | None = None,
) -> None:
    facts = {"amount": str(row.amount), "currency": row.currency, "booked_on": row.booked_on.isoformat()}
    more = {} if numbers is None else {"numbers": list(numbers)}
    record(kind, subject=f"entry:{row.pk}", actor=actor, at=at, facts=facts | more, private=private)
