"""Money that goes back, or was never this debtor's: what it takes off again of what was settled, and in which order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from billing.models import Allocation, Invoice, Payment
from billing.settling import Settled, kept_for, move, moved, turn_of, unused_notes, used_by


def give_back(money: Payment, *, first: Sequence[UUID], at: datetime) -> tuple[Settled, ...]:
    """Money went back: credit notes that were not used pay for it, then what is kept for the debtor, then its invoices."""
    left, done = -money.amount, []
    for note in _unused_notes(money, first):
        part = min(left, -note.owed)
        done.append(moved(note, -part, payment=money, at=at))
        left -= part
    left -= min(left, max(0, _kept_before(money)))
    for invoice, paid in _paid_by_money(money, first):
        if part := min(left, paid):
            done.append(moved(invoice, -part, payment=money, at=at))
            left -= part
    return tuple(done)


def undo(money: Payment, *, at: datetime) -> tuple[Settled, ...]:
    """Take off what a payment settled, whatever it was; no more than is still settled, for some of it may have gone back."""
    held = money.allocations.filter(undone=None, undoes=None)
    invoices = Invoice.objects.select_for_update(no_key=True).in_bulk([each.invoice_id for each in held])
    done = []
    for each in held:
        invoice = invoices[each.invoice_id]
        if part := min(each.amount, invoice.settled):
            move(invoice, -part, payment=money, undoes=each, at=at)
            done.append(Settled(invoice.id, invoice.number or "", -part))
    return tuple(done)


def _unused_notes(money: Payment, first: Sequence[UUID]) -> list[Invoice]:
    found = unused_notes(money.debtor_id, currency=money.currency).select_for_update(no_key=True)
    return sorted(found, key=lambda each: turn_of(each.corrects_id, first))


def _kept_before(money: Payment) -> int:
    return kept_for(money.debtor_id, currency=money.currency) - money.amount + used_by(money)


def _paid_by_money(money: Payment, first: Sequence[UUID]) -> list[tuple[Invoice, int]]:
    """The invoices that money settled, with how much: the one that is meant, then the newest."""
    paid = Allocation.objects.filter(
        invoice__debtor=money.debtor_id, invoice__currency=money.currency, payment__isnull=False
    )
    sums = dict(paid.values_list("invoice").annotate(amount=Sum("amount")).filter(amount__gt=0))
    found = Invoice.objects.select_for_update(no_key=True).filter(id__in=sums, kind=Invoice.Kind.INVOICE)
    turn = sorted(found.order_by("-due_on", "-number"), key=lambda each: turn_of(each.id, first))
    return [(invoice, sums[invoice.id]) for invoice in turn]
