"""Reminding of what is due: each step once, never of what is disputed, paused or paid, never while the fault may be ours."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from billing.events import dunning as events
from billing.living import lift, spend
from billing.models import Debtor, Hold, Invoice, Life, Reminder
from billing.periods import day_of
from billing.queries.dunning import due_invoices, step_due, steps
from billing.queries.life import is_sure
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM

logger = logging.getLogger(__name__)


def remind_what_is_due(*, at: datetime) -> int:
    """Take the next step of every invoice whose day has come; returns how many. One that fails keeps no other waiting.

    The mail goes out when the event is read. Of several steps whose days have passed unnoticed only the last is taken.
    """
    with schema.entered(schema.PUBLIC):
        owed = due_invoices(on=at.date() + timedelta(days=1)).select_related("debtor")
        found = owed.exclude(debtor__life=Life.ERASED)  # nobody is there any more who could be reminded
        due = [row for row in found if step_due(_days(row, row.debtor, at)) > (getattr(row, "step", 0) or 0)]
    return sum(_tried(row.pk, row.debtor_id, at) for row in due)


def remind(invoice_id: UUID, *, debtor_id: UUID, at: datetime) -> Reminder | None:
    """Take the next step of one invoice, if its day has come and nothing stands against it. Raises NotFound."""
    with money_of(debtor_id) as debtor:
        invoice = Invoice.objects.select_for_update(no_key=True).get(pk=invoice_id, debtor=debtor)
        step = step_due(_days(invoice, debtor, at))
        if not step or invoice.reminders.filter(step__gte=step).exists() or not is_sure(debtor, at=at):
            return None
        if spend(invoice, at=at):
            lift(debtor, at=at)
        if invoice.owed <= 0 or _is_held(invoice, debtor, at):
            return None
        made = Reminder.objects.create(invoice=invoice, step=step, at=at)
        _tell(invoice, step, at=at)
    return made


def _tried(invoice_id: UUID, debtor_id: UUID, at: datetime) -> bool:
    try:
        return remind(invoice_id, debtor_id=debtor_id, at=at) is not None
    except Exception:
        logger.exception("Nobody could be reminded of an invoice", extra={"invoice": str(invoice_id)})
        return False


def _days(invoice: Invoice, debtor: Debtor, at: datetime) -> int:
    today = day_of(at, zone=debtor.time_zone)
    return (today - invoice.due_on).days if invoice.due_on else -1


def _is_held(invoice: Invoice, debtor: Debtor, at: datetime) -> bool:
    today = day_of(at, zone=debtor.time_zone)
    held = invoice.holds.filter(ended_at=None)
    paused = held.filter(kind=Hold.Kind.PAUSED, until_on__gt=today)
    return held.filter(kind=Hold.Kind.DISPUTED).exists() or paused.exists()


def _tell(invoice: Invoice, step: int, *, at: datetime) -> None:
    facts = {
        "number": invoice.number,
        "amount": str(invoice.owed),
        "currency": invoice.currency,
        "due_on": invoice.due_on and invoice.due_on.isoformat(),
        "step": step,
        "steps": len(steps()),
    }
    record(events.REMINDED, subject=f"invoice:{invoice.pk}", actor=SYSTEM, at=at, facts=facts)
