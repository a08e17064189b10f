"""What a person decides about money that came in: on which invoice it stands, and that it is taken off again."""

from datetime import datetime
from uuid import UUID

from billing.events import by_hand as events
from billing.finance import must_be_finance
from billing.living import lift
from billing.models import Allocation, Debtor, Invoice, Payment
from billing.money import OtherCurrency
from billing.queries.refunds import GOES_BY_TRANSFER
from billing.reasons import reason_given
from billing.refusing import Refused
from billing.settling import kept_for, money_of, move, used_by
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class MoreThanFree(Refused):
    """More was to be put on an invoice than the payment has left, or than the invoice owes."""

    code = "more-than-free"


class NothingToTakeOff(Refused):
    """What was put on the invoice went back since, so that nothing of it is there any more."""

    code = "nothing-to-take-off"
    status = 409


class GatewayKnowsItPaid(Refused):
    """The gateway holds the invoice as paid by this payment; only the money itself can undo that."""

    code = "gateway-knows-it-paid"
    status = 409


def allocate(
    payment_id: UUID, *, invoice_id: UUID, amount: int, reason: str, actor: Actor, at: datetime
) -> Allocation:
    """Put money that is kept for a debtor on one of its invoices, in minor units; who owes nothing overdue then is active at once.

    Raises NotAllowed, NotFound, NoReasonGiven, MoreThanFree, OtherCurrency.
    """
    must_be_finance(actor)
    because = reason_given(reason)
    with schema.entered(schema.PUBLIC):
        known = Payment.objects.filter(id=payment_id).first()
    if known is None:
        raise NotFound
    with money_of(known.debtor_id, and_client=True) as debtor:
        invoice = _final(debtor, invoice_id)
        _must_be_in(known.currency, invoice.currency)
        _must_be_free(amount, min(_free(known), invoice.owed))
        made = move(invoice, amount, payment=known, at=at)
        _tell(events.PUT, invoice, amount, because, actor=actor, at=at)
        lift(debtor, at=at)
    return made


def undo_allocation(allocation_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Allocation:
    """Take a sum off an invoice again, by a row with the opposite sign; it is kept for the debtor. Twice is once.

    What of it went back since stays as it is. Raises NotAllowed, NotFound, NoReasonGiven, GatewayKnowsItPaid,
    NothingToTakeOff.
    """
    must_be_finance(actor)
    because = reason_given(reason)
    with schema.entered(schema.PUBLIC):
        known = Allocation.objects.select_related("payment", "invoice").filter(id=allocation_id).first()
    if known is None or known.payment is None or known.amount < 0 or known.undoes_id:
        raise NotFound
    with money_of(known.invoice.debtor_id):
        if undone := Allocation.objects.filter(undoes=known).first():
            return undone
        invoice = Invoice.objects.select_for_update(no_key=True).get(id=known.invoice_id)
        _must_be_ours_to_undo(known.payment, invoice)
        part = _part_left(known, invoice)
        undone = move(invoice, -part, payment=known.payment, undoes=known, at=at)
        _tell(events.TAKEN_OFF, invoice, part, because, actor=actor, at=at)
    return undone


def _final(debtor: Debtor, invoice_id: UUID) -> Invoice:
    found = debtor.invoices.filter(id=invoice_id, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE)
    known: Invoice | None = found.select_for_update(no_key=True).first()
    if known is None:
        raise NotFound
    return known


def _must_be_in(currency: str, expected: str) -> None:
    if currency != expected:
        raise OtherCurrency(
            f"This came in {currency}, and the invoice is in {expected}; pay it back, or choose another invoice.",
            f"Dit kwam binnen in {currency} en de factuur is in {expected}; stort het terug of kies een andere factuur.",
            field="invoice",
        )


def _must_be_free(amount: int, free: int) -> None:
    if not 0 < amount <= free:
        raise MoreThanFree(
            "This is more than the payment has left or the invoice owes; choose a smaller sum.",
            "Dit is meer dan er van de betaling over is of op de factuur openstaat; kies een kleiner bedrag.",
            field="amount",
        )


def _free(money: Payment) -> int:
    return min(money.amount - used_by(money), kept_for(money.debtor_id, currency=money.currency))


def _must_be_ours_to_undo(money: Payment, invoice: Invoice) -> None:
    if money.gateway not in GOES_BY_TRANSFER and money.gateway == invoice.gateway:
        raise GatewayKnowsItPaid(
            "The gateway holds this invoice as paid by this payment. Credit the invoice and pay the money back instead.",
            "De betaaldienst kent deze factuur als betaald met deze betaling. Crediteer de factuur en stort het geld terug.",
        )


def _part_left(known: Allocation, invoice: Invoice) -> int:
    part = min(known.amount, invoice.settled)
    if part <= 0:
        raise NothingToTakeOff(
            "This money went back already; nothing of it is on the invoice any more.",
            "Dit geld is al teruggegaan; er staat niets meer van op de factuur.",
        )
    return part


def _tell(kind: Kind, invoice: Invoice, amount: int, reason: str, *, actor: Actor, at: datetime) -> None:
    facts = {
        "amount": str(amount),
        "currency": invoice.currency,
        "number": invoice.number,
        "invoice": str(invoice.id),
    }
    private = {"reason": reason}
    record(kind, subject=f"invoice:{invoice.id}", actor=actor, at=at, facts=facts, private=private)
