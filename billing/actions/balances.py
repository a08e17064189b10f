"""What was kept for a debtor and settles an invoice at its gateway: balance from credit notes, and money that came first."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from billing.events import payments as events
from billing.living import lift
from billing.models import Allocation, Debtor, Invoice
from billing.settling import kept_for, money_of, move, spend_notes_on, unused_payments
from motorblok.audit.actions import record
from motorblok.kernel.actors import SYSTEM, Actor


def use_balance(invoice: Invoice, *, used: int, actor: Actor = SYSTEM, at: datetime) -> int:
    """Settle an invoice with as much of earlier credit notes as its gateway took off it; returns what was settled now.

    `used` is all that was taken off, in minor units: told again, nothing more is settled. Who owes nothing overdue any
    more is active again at once.
    """
    with money_of(invoice.debtor_id) as debtor:
        held = Invoice.objects.select_for_update(no_key=True).get(id=invoice.id)
        moved = sum(each.amount for each in spend_notes_on(held, most=used - _known(held), at=at))
        _settled(held, moved, debtor, actor=actor, at=at)
    return moved


def use_payments(
    invoice: Invoice, external_ids: Sequence[str], *, actor: Actor = SYSTEM, at: datetime
) -> int:
    """Settle an invoice with payments for it that came before it was ours; returns what was settled now.

    A checkout is paid before our invoice of the period is final; until then the money is kept for its debtor.
    """
    with money_of(invoice.debtor_id) as debtor:
        held, moved = Invoice.objects.select_for_update(no_key=True).get(id=invoice.id), 0
        for payment, free in unused_payments(held.debtor_id, currency=held.currency):
            is_for_it = (payment.gateway, payment.external_id) in {
                (held.gateway, each) for each in external_ids
            }
            kept = kept_for(held.debtor_id, currency=held.currency)
            if part := max(0, min(free, kept, held.owed)) if is_for_it else 0:
                move(held, part, payment=payment, at=at)
                moved += part
        _settled(held, moved, debtor, actor=actor, at=at)
    return moved


def _settled(held: Invoice, moved: int, debtor: Debtor, *, actor: Actor, at: datetime) -> None:
    if moved:
        facts = {
            "amount": str(moved),
            "currency": held.currency,
            "number": held.number,
            "invoice": str(held.id),
        }
        record(events.ALLOCATED, subject=f"invoice:{held.id}", actor=actor, at=at, facts=facts)
        lift(debtor, at=at)


def _known(invoice: Invoice) -> int:
    """What credit notes to other invoices settle of it; its own ones lowered it at the gateway too."""
    notes = Allocation.objects.filter(invoice=invoice, credit_note__isnull=False)
    return notes.exclude(credit_note__corrects=invoice).aggregate(n=Sum("amount"))["n"] or 0
