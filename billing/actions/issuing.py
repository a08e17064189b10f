"""The last step of every invoice and credit note: parties, number, file, settlement and the way to the gateway."""

from datetime import datetime, timedelta

from billing.calling import ask
from billing.drafting import sums
from billing.events import invoices as events
from billing.exchanging import exchange_of
from billing.filing import file_ubl
from billing.living import lift
from billing.models import Debtor, Gateways, Invoice, Life
from billing.numbering import next_number
from billing.periods import day_of
from billing.queries.orders import carried_by
from billing.queries.papers import buyer_of, seller_of
from billing.settling import held_with_client, move, spend_on
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor


def make_final(invoice: Invoice, *, actor: Actor, at: datetime) -> None:
    """Make a draft final whose lines are kept, in the caller's transaction; the client is told.

    For a debtor that is held: who gives out a number waits for nobody. The gateway is asked to collect, or that of the
    corrected invoice to give back; of an invoice of nothing only where a draft of its own waits for it.
    Raises NoExchangeRate, and what `paper_of` raises.
    """
    entity, debtor = invoice.legal_entity, invoice.debtor
    invoice.seller, invoice.buyer = seller_of(entity), _buyer(invoice, debtor)
    invoice.gateway = invoice.corrects.gateway if invoice.corrects else debtor.gateway
    invoice.final_at, invoice.state = at, Invoice.State.FINAL
    given = next_number(entity, kind=invoice.kind, on=day_of(at, zone=entity.time_zone))
    invoice.number, invoice.issued_on = given.number, given.issued_on
    if invoice.kind == Invoice.Kind.INVOICE:
        invoice.due_on = given.issued_on + timedelta(days=debtor.payment_days)
    invoice.exchange = exchange_of(invoice)
    invoice.save()
    _settle(invoice, at=at)
    file_ubl(invoice, at=at)
    _ask_gateway(invoice, at=at)
    _tell(invoice, actor=actor, at=at)


def _buyer(invoice: Invoice, debtor: Debtor) -> dict[str, str]:
    """Who pays, as it is now; who was erased is on a credit note as on the invoice, the one paper that still names it."""
    if invoice.corrects and debtor.life == Life.ERASED:
        return dict(invoice.corrects.buyer)
    return buyer_of(debtor)


def drop(invoice: Invoice, *, actor: Actor, at: datetime) -> Invoice:
    """Give up a draft on which nothing is charged, or whose period there is no more; in the caller's transaction."""
    invoice.state, invoice.final_at = Invoice.State.DROPPED, at
    invoice.save()
    _leave_draft_empty(invoice, at=at)
    facts = {"period": invoice.period_key, "purpose": invoice.purpose}
    record(events.DROPPED, subject=f"invoice:{invoice.id}", actor=actor, at=at, facts=facts)
    return invoice


def _leave_draft_empty(invoice: Invoice, *, at: datetime) -> None:
    """Let the gateway's draft of a period come to nothing where its invoice was dropped, or became a credit note."""
    if carried_by(invoice):
        _ask(invoice, "leave_draft_empty", at=at)


def _settle(invoice: Invoice, *, at: datetime) -> None:
    """A credit note settles what is owed of the invoice it corrects; what is kept for a debtor settles its next invoice.

    Who owes nothing overdue any more by that is active again at once.

    Other gateways than the bank keep what they owe themselves, and take it off what they collect.
    """
    debtor = held_with_client(invoice.debtor_id)
    if invoice.corrects is None:
        if invoice.gateway == Gateways.BANK:
            spend_on(invoice, at=at)
        return
    corrected = Invoice.objects.select_for_update(no_key=True).get(id=invoice.corrects.id)
    amount = min(corrected.owed, -invoice.total)
    if amount > 0:
        move(corrected, amount, credit_note=invoice, at=at)
        Invoice.objects.filter(id=invoice.id).update(settled=-amount)
        invoice.settled = -amount
        lift(debtor, at=at)


def _ask_gateway(invoice: Invoice, *, at: datetime) -> None:
    """Nothing is asked for an invoice of nothing, unless a draft of the gateway's waits for it: the next would take that."""
    if invoice.kind == Invoice.Kind.INVOICE:
        if invoice.total or carried_by(invoice):
            _ask(invoice, "issue", at=at)
        return
    if invoice.total:
        _ask(invoice, "credit", at=at)
    _leave_draft_empty(invoice, at=at)


def _ask(invoice: Invoice, operation: str, *, at: datetime) -> None:
    ask(
        invoice.gateway,
        operation,
        key=f"inv:{invoice.id}:{operation}:v1",
        debtor_id=invoice.debtor_id,
        payload={"invoice_id": str(invoice.id)},
        at=at,
    )


def _tell(invoice: Invoice, *, actor: Actor, at: datetime) -> None:
    facts = {
        "number": invoice.number,
        "period": invoice.period_key,
        "purpose": invoice.purpose,
        "issued_on": str(invoice.issued_on),
        "hash": invoice.input_hash,
        **sums(invoice),
    }
    if invoice.corrects:
        kind, more = events.CREDIT_NOTE_FINALISED, {"corrects": invoice.corrects.number}
    else:
        kind, more = events.FINALISED, {"due_on": str(invoice.due_on)}
    record(kind, subject=f"invoice:{invoice.id}", actor=actor, at=at, facts=facts | more)
