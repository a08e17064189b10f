"""Bank transfer under the conformance suite: orders are made from rows of ours, so the rows are laid down first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from billing.gateways.bank import BankGateway
from billing.gateways.port import IssueOrder, Party
from billing.models import Invoice
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


def _paper(order: IssueOrder) -> None:
    """The invoice of an order; one whose number is given out already never became final."""
    is_free = not Invoice.objects.filter(number=order.number).exists()
    debtor = agreed.Debtor.objects.get(pk=order.customer.removeprefix("bank-"))
    Invoice.objects.create(
        id=order.invoice_id, debtor=debtor, legal_entity=debtor.legal_entity, state="final" if is_free else "draft",
        number=order.number if is_free else None, period_start_on=ON, period_end_on=ON, period_key="2026-11",
        issued_on=ON, due_on=order.due_on, currency=order.currency, net=order.net, vat=order.vat,
        total=order.net + order.vat, gateway="bank", inputs=b"", rated=b"", input_hash="", made_at=agreed.AT,
    )  # fmt: skip


class BankRig:
    """Our own papers."""

    def __init__(self) -> None:
        self.gateway = Papered()

    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def papers() -> Iterator[BankRig]:
    yield BankRig()
