"""The last step of every invoice and credit note: parties, number, file, settlement and the way to the gateway."""

from datetime import datetime, timedelta

from billing.calling import ask
from billing.drafting import sums
from billing.events import invoices as events
from billing.filing import file_ubl
from billing.models import Gateways, Invoice
from billing.numbering import next_number
from billing.periods import day_of
from billing.queries.papers import buyer_of, seller_of
from billing.settling import held, move, spend_on
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor


def make_final(invoice: Invoice, *, actor: Actor, at: datetime) -> None:
    """Make a draft final whose lines are kept, in the caller's transaction; the client is told.

    The gateway is asked to collect, or to give back, unless the total is 0: such an invoice is made, and nothing is sent.
    Raises what `paper_of` raises.
    """
    entity, debtor = invoice.legal_entity, invoice.debtor
    invoice.seller, invoice.buyer = seller_of(entity), buyer_of(debtor)
    invoice.gateway, invoice.final_at, invoice.state = debtor.gateway, at, Invoice.State.FINAL
    given = next_number(entity, kind=invoice.kind, on=day_of(at, zone=entity.time_zone))
    invoice.number, invoice.issued_on = given.number, given.issued_on
    if invoice.kind == Invoice.Kind.INVOICE:
        invoice.due_on = given.issued_on + timedelta(days=debtor.payment_days)
    invoice.save()
    _settle(invoice, at=at)
    file_ubl(invoice, at=at)
    _ask_gateway(invoice, at=at)
    _tell(invoice, actor=actor, at=at)


def _settle(invoice: Invoice, *, at: datetime) -> None:
    """A credit note settles what is owed of the invoice it corrects; what is kept for a debtor settles its next invoice.

    Other gateways than the bank keep what they owe themselves, and take it off what they collect.
    """
    held(invoice.debtor_id)
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


def _ask_gateway(invoice: Invoice, *, at: datetime) -> None:
    if not invoice.total:
        return
    operation = "issue" if invoice.kind == Invoice.Kind.INVOICE else "credit"
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
