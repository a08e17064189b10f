"""The bank's statements: imported once however often they come, what is certain booked, the rest decided by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.db import transaction

from billing.actions.payments import take_back, take_payment
from billing.documents.camt import Entry, entries
from billing.documents.matching import Match
from billing.documents.references import bare
from billing.events import bank as events
from billing.finance import must_be_finance
from billing.models import Debtor, Gateways, Invoice, LegalEntity, StatementEntry, StatementFile
from billing.queries.bank import matched
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import NotFound


class OtherAccount(Refused):
    """The statement is of an account that is none of ours."""

    code = "other-account"


class EntryDecided(Refused):
    """The transfer was matched or set aside meanwhile."""

    code = "entry-decided"
    status = 409


class NoReason(Refused):
    """What is set aside is set aside for a reason."""

    code = "no-reason"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many transfers a file holds, how many of them were new, and how many of those that were open are booked now."""

    entries: int
    new: int
    booked: int


def import_statement(content: bytes, *, actor: Actor, at: datetime) -> Imported:
    """Read a CAMT.053 file of one of our accounts: each transfer once; who names an invoice of ours is booked at once.

    The same file again changes nothing. All of it, or nothing of it. Raises NotAllowed, StatementCannotBeRead,
    StatementTooLarge, UnknownCurrency, OtherAccount.
    """
    _must_decide(actor)
    found = list(entries(BytesIO(content)))
    with schema.entered(schema.PUBLIC), transaction.atomic():
        owners = _owners({entry.iban for entry in found})
        new = _keep(found, owners, at=at)
        digest = sha256(content).hexdigest()
        for entity in owners.values():
            read = {"legal_entity": entity, "entries": len(found), "new": new, "read_at": at}
            StatementFile.objects.update_or_create(sha256=digest, defaults=read)
        booked = sum(_book_certain(entity, at=at) for entity in owners.values())
        if new:
            facts = {"entries": len(found), "new": new, "booked": booked, "sha256": digest}
            subject = f"legal_entity:{next(iter(owners.values())).pk}"
            record(events.IMPORTED, subject=subject, actor=actor, at=at, facts=facts)
    return Imported(len(found), new, booked)


def match_entry(entry_id: UUID, *, invoice_ids: Sequence[UUID], actor: Actor, at: datetime) -> StatementEntry:
    """Say which invoices of one client a transfer is for; what is left is kept for the client. One that went back opens them.

    Raises NotAllowed, NotFound, EntryDecided, OtherCurrency.
    """
    _must_decide(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _open(entry_id)
        found = Invoice.objects.filter(id__in=invoice_ids, state=Invoice.State.FINAL).order_by(
            "due_on", "number"
        )
        invoices = list(found.select_related("debtor__client"))
        if not invoices or len({each.debtor_id for each in invoices}) > 1:
            raise NotFound
        _book(row, invoices[0].debtor, invoices, actor=actor, at=at)
        with schema.entered(invoices[0].debtor.client.schema_name):
            numbers = [each.number for each in invoices]
            _tell(events.MATCHED, row, actor=actor, at=at, numbers=numbers)
    return row


def unmatch_entry(entry_id: UUID, *, actor: Actor, at: datetime) -> StatementEntry:
    """Undo the match of a transfer: its payment is taken back by another one, and the transfer is open again.

    Raises NotAllowed, NotFound, EntryDecided.
    """
    _must_decide(actor)
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
    _must_decide(actor)
    if not reason.strip():
        raise NoReason("Say why it is set aside.", "Geef aan waarom u dit opzij legt.", field="reason")
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _open(entry_id)
        row.state, row.ignored_because = StatementEntry.State.IGNORED, reason.strip()[:300]
        row.save(update_fields=["state", "ignored_because"])
        _tell(events.IGNORED, row, actor=actor, at=at, private={"reason": row.ignored_because})
    return row


def take_up_entry(entry_id: UUID, *, actor: Actor, at: datetime) -> StatementEntry:
    """Look again at a transfer that was set aside. Raises NotAllowed, NotFound, EntryDecided."""
    _must_decide(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        row = _held(entry_id)
        if row.state != StatementEntry.State.IGNORED:
            raise _decided()
        row.state, row.ignored_because = StatementEntry.State.OPEN, ""
        row.save(update_fields=["state", "ignored_because"])
        _tell(events.TAKEN_UP, row, actor=actor, at=at)
    return row


def _must_decide(actor: Actor) -> None:
    if actor != SYSTEM:
        must_be_finance(actor)


def _owners(accounts: set[str]) -> dict[str, LegalEntity]:
    ours = {bare(entity.iban): entity for entity in LegalEntity.objects.all()}
    for account in sorted(accounts - ours.keys()):
        raise OtherAccount(
            f"This statement is of the account {account}; none of your companies has it.",
            f"Dit afschrift is van rekening {account}; geen van uw bedrijven heeft die.",
            field="file",
        )
    return {account: ours[account] for account in sorted(accounts)}


def _keep(found: Iterable[Entry], owners: dict[str, LegalEntity], *, at: datetime) -> int:
    before = StatementEntry.objects.count()
    rows = (_row(entry, owners[entry.iban], at) for entry in found)
    StatementEntry.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return StatementEntry.objects.count() - before


def _row(entry: Entry, owner: LegalEntity, at: datetime) -> StatementEntry:
    return StatementEntry(
        legal_entity=owner,
        iban=entry.iban,
        reference=entry.reference,
        digest=entry.digest,
        amount=entry.amount,
        currency=entry.currency,
        booked_on=entry.booked_on,
        payer=entry.payer[:200],
        payer_iban=entry.payer_iban[:34],
        text=entry.text,
        references=list(entry.references),
        kind=entry.kind,
        bank_reason=entry.reason[:10],
        imported_at=at,
    )


def _book_certain(entity: LegalEntity, *, at: datetime) -> int:
    """Book what names an invoice; what a person has taken off before is left to people."""
    waiting = entity.entries.filter(state=StatementEntry.State.OPEN, times_matched=0)
    rows = list(waiting.select_for_update(of=("self",)).order_by("booked_on", "id"))
    sure = [
        (row, each)
        for row, each in zip(rows, matched(rows, of=entity, at=at), strict=True)
        if each.is_certain
    ]
    for row, each in sure:
        _book(row, Debtor.objects.get(pk=UUID(each.debtor)), _parts(each), actor=SYSTEM, at=at)
    return len(sure)


def _parts(found: Match) -> list[Invoice]:
    invoices = Invoice.objects.in_bulk([UUID(part.invoice) for part in found.parts])
    return [invoices[UUID(part.invoice)] for part in found.parts]


def _book(
    row: StatementEntry, debtor: Debtor, invoices: Sequence[Invoice], *, actor: Actor, at: datetime
) -> None:
    row.times_matched += 1
    row.payment = take_payment(
        debtor,
        gateway=Gateways.BANK,
        external_id=f"{row.pk}:{row.times_matched}",
        amount=row.amount,
        currency=row.currency,
        received_on=row.booked_on,
        payer=row.payer,
        reference=row.text,
        invoice=invoices[0] if invoices else None,
        also=invoices[1:],
        at=at,
        actor=actor,
    )
    row.state = StatementEntry.State.MATCHED
    row.save(update_fields=["state", "payment", "times_matched"])


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
