"""Bank transfer under the conformance suite: orders are made from rows of ours, so the rows are laid down first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from billing.gateways.bank.adapter import BankGateway
from billing.gateways.port import CreditOrder, IssueOrder, Party
from billing.models import Invoice, Payment
from billing.settling import move, settle, spend_on
from tenants.models import Client, State
from tests.billing import agreed

ON = date(2026, 11, 1)


class Papered(BankGateway):
    """The same, where each order finds the rows that it would have been made from."""

    def ensure_customer(self, party: Party, *, key: str) -> str:
        if not Client.objects.filter(id=party.debtor_id).exists():
            slug = f"c{party.debtor_id.hex[-12:]}"
            client = Client.objects.create(
                id=party.debtor_id, slug=slug, code=slug[:12].upper(), schema_name=f"c_{slug}", name=party.name,
                state=State.OPEN,
                opened_at=agreed.AT,
            )  # fmt: skip
            agreed.debtor(client, legal_name=party.name)
        return super().ensure_customer(party, key=key)

    def issue(self, order: IssueOrder, *, key: str) -> Any:
        if not Invoice.objects.filter(id=order.invoice_id).exists():
            _paper(order)
        return super().issue(order, key=key)

    def credit(self, order: CreditOrder, *, key: str) -> str:
        if not Invoice.objects.filter(id=order.credit_note_id).exists():
            _note(order)
        return super().credit(order, key=key)


def _paper(order: IssueOrder) -> None:
    """The invoice of an order; one whose number is given out already never became final."""
    is_free = not Invoice.objects.filter(number=order.number).exists()
    debtor = agreed.Debtor.objects.get(pk=order.customer.removeprefix("bank-"))
    made = Invoice.objects.create(
        id=order.invoice_id, debtor=debtor, legal_entity=debtor.legal_entity, state="final" if is_free else "draft",
        number=order.number if is_free else None, period_start_on=ON, period_end_on=ON, period_key="2026-11",
        issued_on=ON, due_on=order.due_on, currency=order.currency, net=order.net, vat=order.vat,
        total=order.net + order.vat, gateway="bank", inputs=b"", rated=b"", input_hash="", made_at=agreed.AT,
    )  # fmt: skip
    if is_free:
        spend_on(made, at=agreed.AT)


def _note(order: CreditOrder) -> None:
    """The credit note of an order, on the invoice that it names."""
    corrected = Invoice.objects.get(id=order.external_invoice.removeprefix("bank-"))
    note = Invoice.objects.create(
        id=order.credit_note_id, kind="credit_note", purpose="credit", corrects=corrected, state="final",
        debtor=corrected.debtor, legal_entity=corrected.legal_entity, number=order.number, period_start_on=ON,
        period_end_on=ON, period_key="2026-11", issued_on=ON, currency=order.currency, net=-order.total, vat=0,
        total=-order.total, gateway="bank", inputs=b"", rated=b"", input_hash="", made_at=agreed.AT,
    )  # fmt: skip
    if off := min(corrected.owed, order.total):
        move(corrected, off, credit_note=note, at=agreed.AT)
        Invoice.objects.filter(id=note.id).update(settled=-off)


class BankRig:
    """Our own papers."""

    def __init__(self) -> None:
        self.gateway = Papered()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def pay(self, external_invoice: str) -> None:
        invoice = Invoice.objects.get(id=external_invoice.removeprefix("bank-"))
        money = Payment.objects.create(
            debtor=invoice.debtor, gateway="bank", external_id=f"paid-{invoice.id}", amount=invoice.owed,
            currency=invoice.currency, received_on=ON, payer="", reference="", at=agreed.AT,
        )  # fmt: skip
        settle(money, first=[invoice.id], at=agreed.AT)


@contextmanager
def papers() -> Iterator[BankRig]:
    yield BankRig()
