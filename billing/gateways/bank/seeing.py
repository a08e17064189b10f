"""Our own rows as a gateway would tell of them: who pays, final invoices with what settled them, credit notes."""

from collections.abc import Callable, Mapping
from uuid import UUID

from billing.gateways.port import Kind, Seen, SeenPayment
from billing.models import Debtor, Invoice
from billing.periods import starts_at

PREFIX = "bank-"


def look_at(kind: Kind, external_id: str) -> Seen | None:
    """The row as it is now; None where there is none. To be read where the public schema is in force."""
    named, look = _uuid(external_id), LOOKS.get(kind)
    return look(named) if named and look else None


def _customer(named: UUID) -> Seen | None:
    if not Debtor.objects.filter(pk=named).exists():
        return None
    external_id = f"{PREFIX}{named}"
    return Seen(
        kind="customer", external_id=external_id, state="active", livemode=False, customer=external_id,
        ours={"debtor_id": str(named)},
    )  # fmt: skip


def _invoice(named: UUID) -> Seen | None:
    invoice = Invoice.objects.filter(id=named, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE).first()
    if invoice is None:
        return None
    return Seen(
        kind="invoice",
        external_id=f"{PREFIX}{named}",
        state="open" if invoice.owed > 0 else "paid",
        livemode=False,
        amount=invoice.total,
        owed=invoice.owed,
        currency=invoice.currency,
        customer=f"{PREFIX}{invoice.debtor_id}",
        payments=_payments(invoice),
        ours={"invoice_id": str(named), "debtor_id": str(invoice.debtor_id), "number": invoice.number or ""},
    )


def _payments(invoice: Invoice) -> tuple[SeenPayment, ...]:
    put = invoice.allocations.filter(payment__isnull=False).select_related("payment")
    return tuple(
        SeenPayment(
            external_id=each.payment.external_id,
            amount=each.amount,
            currency=invoice.currency,
            at=starts_at(each.payment.received_on, zone="UTC"),
        )
        for each in put
        if each.payment
    )


def _credit_note(named: UUID) -> Seen | None:
    note = Invoice.objects.filter(id=named, state=Invoice.State.FINAL, kind=Invoice.Kind.CREDIT_NOTE).first()
    if note is None:
        return None
    return Seen(
        kind="credit_note", external_id=f"{PREFIX}{named}", state="issued", livemode=False, amount=-note.total,
        currency=note.currency, parent=f"{PREFIX}{note.corrects_id}", ours={"credit_note_id": str(named)},
    )  # fmt: skip


LOOKS: Mapping[str, Callable[[UUID], Seen | None]] = {
    "customer": _customer,
    "invoice": _invoice,
    "credit_note": _credit_note,
}


def _uuid(external_id: str) -> UUID | None:
    try:
        return UUID(external_id.removeprefix(PREFIX)) if external_id.startswith(PREFIX) else None
    except ValueError:
        return None
