"""Payment by bank transfer: what we issue is our own paper, nothing is sent but mail, and money is seen on statements."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from billing.gateways.bank.seeing import PREFIX, look_at
from billing.gateways.port import (
    Capabilities,
    ChangeOrder,
    CheckoutOrder,
    Collected,
    CreditOrder,
    Gateway,
    GatewayCannot,
    GatewayRefused,
    Issued,
    IssueOrder,
    Kind,
    Mismatch,
    Notice,
    Page,
    Party,
    RefundOrder,
    Seen,
    SubscriptionOrder,
)
from billing.models import Invoice
from motorblok.kernel import schema
from motorblok.kernel.errors import Words


class BankGateway:
    """A Gateway on our own rows: an invoice is final when its row is, and paid when its row is settled."""

    name = "bank"
    livemode = False
    capabilities = Capabilities(
        hosted_pages=False, stored_methods=False, subscriptions=False, refunds=False, notices=False
    )

    def ensure_customer(self, party: Party, *, key: str) -> str:
        """The debtor itself."""
        return f"{PREFIX}{party.debtor_id}"

    def start_checkout(self, order: CheckoutOrder, *, key: str) -> Page:
        """There is no page. Raises GatewayCannot."""
        raise GatewayCannot

    def portal_url(self, customer: str, *, return_url: str) -> str:
        """There is no page. Raises GatewayCannot."""
        raise GatewayCannot

    def subscribe(self, order: SubscriptionOrder, *, key: str) -> str:
        """A bank charges nobody by itself. Raises GatewayCannot."""
        raise GatewayCannot

    def hold_drafts(self, subscription: str, *, key: str) -> None:
        """There are none. Raises GatewayCannot."""
        raise GatewayCannot

    def change_subscription(self, order: ChangeOrder, *, key: str) -> None:
        """There are none. Raises GatewayCannot."""
        raise GatewayCannot

    def cancel_subscription(self, external_id: str, *, key: str) -> None:
        """There are none. Raises GatewayCannot."""
        raise GatewayCannot

    def issue(self, order: IssueOrder, *, key: str) -> Issued:
        """The paper that its row is; mail brings it. Raises Mismatch, GatewayRefused where the row is not final."""
        with schema.entered(schema.PUBLIC):
            invoice = Invoice.objects.filter(id=order.invoice_id).first()
        if invoice is None or invoice.state != Invoice.State.FINAL:
            raise GatewayRefused(reason="not-final")
        held = _issued(invoice)
        _require_equal(held, {
            "net": order.net, "vat": order.vat, "total": order.total, "currency": order.currency,
            "number": order.number,
        })  # fmt: skip
        return held

    def collect(self, external_invoice: str, *, key: str) -> Collected:
        """It was asked for by mail; a statement will tell when it came. Raises GatewayRefused for what is no invoice."""
        seen = self.fetch("invoice", external_invoice)
        if seen is None:
            raise GatewayRefused(reason="no-open-invoice")
        return Collected(state="paid" if seen.state == "paid" else "pending")

    def credit(self, order: CreditOrder, *, key: str) -> str:
        """The paper that the credit note's row is. Raises Mismatch, GatewayRefused where it is not final."""
        with schema.entered(schema.PUBLIC):
            note = Invoice.objects.filter(id=order.credit_note_id).first()
        if note is None or note.state != Invoice.State.FINAL:
            raise GatewayRefused(reason="not-final")
        ours = {"total": order.total, "currency": order.currency, "number": order.number}
        theirs = {"total": -note.total, "currency": note.currency, "number": note.number or ""}
        _require_same(ours, theirs)
        return f"{PREFIX}{note.id}"

    def refund(self, order: RefundOrder, *, key: str) -> str:
        """A person transfers it, and it is seen on a statement. Raises GatewayCannot."""
        raise GatewayCannot

    def fetch(self, kind: Kind, external_id: str) -> Seen | None:
        """The row, as a gateway would tell of it."""
        with schema.entered(schema.PUBLIC):
            return look_at(kind, external_id)

    def list_changed(self, since: datetime, *, at: datetime) -> Iterator[Seen]:
        """Nothing: what it would be compared with are the same rows."""
        return iter(())

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> Notice:
        """Banks tell nothing here. Raises GatewayCannot."""
        raise GatewayCannot

    def door_troubles(self, url: str) -> tuple[Words, ...]:
        """There is no door."""
        return ()


def open_gateway() -> Gateway:
    """Bank transfer, which needs no setting up."""
    return BankGateway()


def _issued(invoice: Invoice) -> Issued:
    return Issued(
        external_id=f"{PREFIX}{invoice.id}",
        number=invoice.number or "",
        net=invoice.net,
        vat=invoice.vat,
        total=invoice.total,
        currency=invoice.currency,
        state="open" if invoice.owed > 0 else "paid",
    )


def _require_equal(held: Issued, ours: Mapping[str, object]) -> None:
    _require_same(ours, {name: getattr(held, name) for name in ours})


def _require_same(ours: Mapping[str, object], theirs: Mapping[str, object]) -> None:
    differences = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
    if differences:
        raise Mismatch(differences)
