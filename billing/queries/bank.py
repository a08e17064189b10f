"""What the bank said and what it is for: open entries with a suggestion each, those that were matched, and the files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from billing.documents.camt import Entry
from billing.documents.matching import Match, OpenInvoice, match
from billing.models import Invoice, LegalEntity, StatementEntry, StatementFile
from billing.rating.wording import spoken
from billing.speaking import language
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound

REMEMBERED = timedelta(days=400)
"""So long after it was made is a second payment of an invoice still understood."""

SHOWN = 100


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """A transfer that is not understood yet, what it may be for, and the invoices to choose from."""

    row: StatementEntry
    match: Match
    candidates: tuple[OpenInvoice, ...]

    @property
    def why(self) -> str:
        """How it was seen, in the reader's language."""
        return spoken(self.match.why, language())


@dataclass(frozen=True, slots=True)
class Bank:
    """The page of the bank: what is open, what was matched or set aside last, and when a file was last read."""

    open: tuple[OpenEntry, ...]
    more: int
    decided: Sequence[StatementEntry]
    files: Sequence[StatementFile]


def bank(*, at: datetime) -> Bank:
    """All that the page shows: seven queries, however many entries there are."""
    with schema.entered(schema.PUBLIC):
        found = StatementEntry.objects.filter(state=StatementEntry.State.OPEN).order_by("booked_on", "id")
        rows, count = list(found[:SHOWN]), found.count()
        known = open_invoices(at=at)
        by_id = {invoice.invoice: invoice for invoice in known}
        matches = match([as_entry(row) for row in rows], known)
        decided = StatementEntry.objects.exclude(state=StatementEntry.State.OPEN)
        return Bank(
            open=tuple(
                OpenEntry(row, each, tuple(by_id[one] for one in each.candidates))
                for row, each in zip(rows, matches, strict=True)
            ),
            more=max(0, count - len(rows)),
            decided=list(
                decided.select_related("payment__debtor__client").order_by("-booked_on", "-id")[:SHOWN]
            ),
            files=list(StatementFile.objects.select_related("legal_entity").order_by("-read_at")[:5]),
        )


def open_invoices(*, at: datetime, of: LegalEntity | None = None) -> tuple[OpenInvoice, ...]:
    """The final invoices that a transfer may be for, with the accounts that each debtor has paid from before: two queries."""
    lately = Q(final_at__gt=at - REMEMBERED)
    found = Invoice.objects.filter(
        Q(total__gt=F("settled")) | lately, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE
    )
    if of is not None:
        found = found.filter(legal_entity__iban=of.iban)
    accounts = _accounts()
    rows = found.order_by("due_on", "number").values_list(
        "id", "number", "debtor", "debtor__legal_name", "currency", "total", "settled", "due_on"
    )
    return tuple(
        OpenInvoice(
            invoice=str(invoice_id),
            number=number or "",
            debtor=str(debtor),
            name=name,
            currency=currency,
            owed=total - settled,
            due_on=due_on or date.max,
            accounts=accounts.get(debtor, frozenset()),
        )
        for invoice_id, number, debtor, name, currency, total, settled, due_on in rows
    )


def as_entry(row: StatementEntry) -> Entry:
    """A row as the bank said it."""
    return Entry(
        iban=row.iban,
        reference=row.reference,
        amount=row.amount,
        currency=row.currency,
        booked_on=row.booked_on,
        payer=row.payer,
        payer_iban=row.payer_iban,
        text=row.text,
        references=tuple(row.references),
        kind=row.kind,  # type: ignore[arg-type]  # written from one
        reason=row.bank_reason,
    )


def matched(rows: Iterable[StatementEntry], *, of: LegalEntity, at: datetime) -> tuple[Match, ...]:
    """What each of these is for."""
    return match([as_entry(row) for row in rows], open_invoices(at=at, of=of))


def _accounts() -> dict[UUID, frozenset[str]]:
    paid = StatementEntry.objects.filter(state=StatementEntry.State.MATCHED, amount__gt=0)
    found: dict[UUID, set[str]] = defaultdict(set)
    for debtor, account in (
        paid.exclude(payer_iban="").values_list("payment__debtor", "payer_iban").distinct()
    ):
        found[debtor].add(account)
    return {debtor: frozenset(accounts) for debtor, accounts in found.items()}


def invoices_numbered(numbers: Iterable[str]) -> list[UUID]:
    """The final invoices of these numbers. Raises NotFound where one is not there."""
    given = (number.replace("\x00", "").strip() for number in numbers)
    wanted = {number for number in given if number}
    with schema.entered(schema.PUBLIC):
        found = dict(
            Invoice.objects.filter(
                number__in=wanted, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE
            ).values_list("number", "id")
        )
    if not wanted or wanted - found.keys():
        raise NotFound
    return [found[number] for number in sorted(wanted)]
