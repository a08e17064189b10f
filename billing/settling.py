"""What settles what: money that came in, or a credit note, put on invoices; the one place where `settled` moves afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from billing.locking import hold_client
from billing.models import Allocation, Debtor, Invoice, Life, Payment
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of an invoice was settled just now, below 0 where it was taken back; minor units."""

    invoice: UUID
    number: str
    amount: int


@contextmanager
def money_of(debtor_id: UUID, *, and_client: bool = False) -> Iterator[Debtor]:
    """Be in one transaction, and in the book, of a debtor whose money nobody else moves meanwhile. Raises NotFound.

    With `and_client` it may be suspended. Also of a client that is closed, for its last invoices are still paid; once it is erased the public book tells.
    """
    with schema.entered(schema.PUBLIC):
        known = Debtor.objects.select_related("client").filter(pk=debtor_id).first()
    if known is None:
        raise NotFound
    book = schema.PUBLIC if known.life == Life.ERASED else known.client.schema_name
    with schema.entered(book), transaction.atomic():
        yield held_with_client(debtor_id, in_any_case=and_client)


def held_with_client(debtor_id: UUID, *, in_any_case: bool = False) -> Debtor:
    """The same as `held`, after its client, which the caller may suspend `in_any_case`."""
    hold_client(debtor_id, alone=in_any_case)
    return held(debtor_id)


def held(debtor_id: UUID) -> Debtor:
    """The debtor with its client and its seller, held until the caller's transaction ends."""
    of = Debtor.objects.select_for_update(of=("self",), no_key=True).select_related("client", "legal_entity")
    found: Debtor = of.get(pk=debtor_id)
    return found


def open_invoices(debtor_id: UUID, *, currency: str) -> QuerySet[Invoice]:
    """The final invoices of a debtor of which something is owed, oldest due first."""
    final = Invoice.objects.filter(
        debtor=debtor_id, currency=currency, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE
    )
    return final.filter(total__gt=F("settled")).order_by("due_on", "number")


def settle(money: Payment, *, first: Sequence[UUID], at: datetime) -> tuple[Settled, ...]:
    """Put money that came in on an invoice, then on those that are due first; what is left is kept for the debtor."""
    free, done = money.amount, []
    for invoice in _in_turn(money, first):
        if part := min(free, invoice.owed):
            done.append(moved(invoice, part, payment=money, at=at))
            free -= part
    return tuple(done)


def spend_on(invoice: Invoice, *, at: datetime) -> tuple[Settled, ...]:
    """Settle an invoice with what is kept for its debtor: credit notes first, then money. For a debtor that is held."""
    done = [*spend_notes_on(invoice, most=invoice.owed, at=at)]
    kept = kept_for(invoice.debtor_id, currency=invoice.currency)
    for payment, free in unused_payments(invoice.debtor_id, currency=invoice.currency):
        if part := max(0, min(free, kept, invoice.owed)):
            done.append(moved(invoice, part, payment=payment, at=at))
            kept -= part
    return tuple(done)


def spend_notes_on(invoice: Invoice, *, most: int, at: datetime) -> Iterator[Settled]:
    """Settle up to `most` of an invoice with credit notes that are not used up, oldest first. For a debtor that is held."""
    for note in unused_notes(invoice.debtor_id, currency=invoice.currency).select_for_update(no_key=True):
        if part := max(0, min(-note.owed, invoice.owed, most)):
            Invoice.objects.filter(id=note.id).update(settled=F("settled") - part)
            most -= part
            yield moved(invoice, part, credit_note=note, at=at)


def move(
    invoice: Invoice,
    amount: int,
    *,
    at: datetime,
    payment: Payment | None = None,
    credit_note: Invoice | None = None,
    undoes: Allocation | None = None,
) -> Allocation:
    """One row of the ledger, and the invoice's sum with it; also in the row at hand."""
    Invoice.objects.filter(id=invoice.id).update(settled=F("settled") + amount)
    invoice.settled += amount
    return Allocation.objects.create(
        invoice=invoice, payment=payment, credit_note=credit_note, amount=amount, undoes=undoes, at=at
    )


def kept_for(debtor_id: UUID, *, currency: str) -> int:
    """Money that came in and is on no invoice, in minor units; below 0 where more went back than ever came."""
    came = Payment.objects.filter(debtor=debtor_id, currency=currency)
    used = Allocation.objects.filter(payment__debtor=debtor_id, payment__currency=currency)
    return (came.aggregate(n=Sum("amount"))["n"] or 0) - (used.aggregate(n=Sum("amount"))["n"] or 0)


def unused_notes(debtor_id: UUID, *, currency: str) -> QuerySet[Invoice]:
    """The credit notes of a debtor that settled less than their total, oldest first."""
    notes = Invoice.objects.filter(
        debtor=debtor_id, currency=currency, state=Invoice.State.FINAL, kind=Invoice.Kind.CREDIT_NOTE
    )
    return notes.filter(total__lt=F("settled")).order_by("issued_on", "number")


def unused_payments(debtor_id: UUID, *, currency: str) -> Iterable[tuple[Payment, int]]:
    """Each payment of which something is on no invoice, with how much, oldest first."""
    came = Payment.objects.filter(debtor=debtor_id, currency=currency, amount__gt=0)
    for each in came.annotate(used=Sum("allocations__amount", default=0)).order_by("received_on", "id"):
        if each.amount > each.used:
            yield each, each.amount - each.used


def moved(
    invoice: Invoice,
    amount: int,
    *,
    at: datetime,
    payment: Payment | None = None,
    credit_note: Invoice | None = None,
) -> Settled:
    """The same as `move`, in words for who is told."""
    move(invoice, amount, payment=payment, credit_note=credit_note, at=at)
    return Settled(invoice.id, invoice.number or "", amount)


def turn_of(invoice_id: UUID | None, first: Sequence[UUID]) -> int:
    """Its place among those that are meant; all others come after them."""
    return first.index(invoice_id) if invoice_id in first else len(first)


def used_by(money: Payment) -> int:
    """How much of a payment stands on invoices, in minor units."""
    return money.allocations.aggregate(n=Sum("amount"))["n"] or 0


def _in_turn(money: Payment, first: Sequence[UUID]) -> list[Invoice]:
    found = open_invoices(money.debtor_id, currency=money.currency).select_for_update(no_key=True)
    return sorted(found, key=lambda each: turn_of(each.id, first))
