"""The bank's statements: imported once however often they come, and what names an invoice of ours is booked."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.db import transaction

from billing.booking import book, must_decide
from billing.documents.camt import Entry, statement
from billing.documents.matching import Match
from billing.documents.references import bare
from billing.events import bank as events
from billing.models import Debtor, Invoice, LegalEntity, StatementEntry, StatementFile
from billing.queries.bank import matched
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError

logger = logging.getLogger(__name__)


class OtherAccount(Refused):
    """The statement is of an account that is none of ours."""

    code = "other-account"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many transfers a file holds, how many of them were new, and how many of those that were open are booked now."""

    entries: int
    new: int
    booked: int


def import_statement(content: bytes, *, actor: Actor, at: datetime) -> Imported:
    """Read a CAMT.053 file of one of our accounts: each transfer once; who names an invoice of ours is booked at once.

    The same file again changes nothing. All of it is kept, or nothing of it. Raises NotAllowed, StatementCannotBeRead,
    StatementTooLarge, UnknownCurrency, OtherAccount.
    """
    must_decide(actor)
    read = statement(BytesIO(content))
    found, digest = read.entries, sha256(content).hexdigest()
    with schema.entered(schema.PUBLIC), transaction.atomic():
        owners = _owners({*read.accounts, *(entry.iban for entry in found)})
        new = _keep(found, owners, at=at)
        companies = {entity.pk: entity for entity in owners.values()}
        for entity in companies.values():
            kept = {"legal_entity": entity, "entries": len(found), "new": new, "read_at": at}
            StatementFile.objects.update_or_create(sha256=_name_of(content, entity, companies), defaults=kept)
        booked = sum(_book_certain(entity, at=at) for entity in companies.values())
        if new:
            facts = {"entries": len(found), "new": new, "booked": booked, "sha256": digest}
            subject = f"legal_entity:{next(iter(owners.values())).pk}"
            record(events.IMPORTED, subject=subject, actor=actor, at=at, facts=facts)
    return Imported(len(found), new, booked)


def _name_of(content: bytes, entity: LegalEntity, companies: Mapping[UUID, LegalEntity]) -> str:
    """A file of one company goes by its SHA-256; one of several stands once for each of them."""
    return sha256(content if len(companies) == 1 else content + entity.pk.bytes).hexdigest()


def _owners(accounts: set[str]) -> dict[str, LegalEntity]:
    # Two companies, or two series of one, may share an account: its statements stand under the default one.
    ours = {bare(each.iban): each for each in LegalEntity.objects.order_by("is_default", "id")}
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
    return sum(_booked(row, each, at=at) for row, each in sure)


def _booked(row: StatementEntry, found: Match, *, at: datetime) -> bool:
    """What is refused after all is left to a person; it keeps no other transfer waiting."""
    try:
        with transaction.atomic():
            book(row, Debtor.objects.get(pk=UUID(found.debtor)), _parts(found), actor=SYSTEM, at=at)
    except DomainError:
        logger.warning("The transfer %s is certain, and could not be booked", row.pk, exc_info=True)
        return False
    return True


def _parts(found: Match) -> list[Invoice]:
    invoices = Invoice.objects.in_bulk([UUID(part.invoice) for part in found.parts])
    return [invoices[UUID(part.invoice)] for part in found.parts]
