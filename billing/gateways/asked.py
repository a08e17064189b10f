"""What a gateway is asked: frozen orders with sums in minor units, made from rows that are final or agreed."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

Interval = Literal["month", "year"]
Running = Literal["running", "paused"]
Ends = Literal["never", "at_period_end"]
Payback = Literal["balance", "refund", "elsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who pays. `external_id` is the gateway's own id of this debtor where one is known: it is then brought up to date."""

    debtor_id: UUID
    name: str
    email: str
    street: str
    postcode: str
    city: str
    country: str
    language: str
    vat_number: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatPrice:
    """A fee that a gateway charges by itself each period: `amount` (minor units, net) times `quantity`.

    `code` is that of its line on our invoices (IssueLine.code). A fee whose line has to be rounded goes in as one of
    the line's amount. `vat_code` is that of EN 16931 (S, Z, E, AE, G), `vat_country` the country whose VAT it is.
    """

    code: str
    name: str
    amount: int
    quantity: int = 1
    vat_percent: Decimal = Decimal(0)
    vat_code: str = "S"
    vat_country: str = "NL"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionOrder:
    """The flat fees of a subscription; without any it is there for what is used. Periods last one `interval`.

    Of the instants, which lie ahead, at most one is given. `period_ends_at`: the period that runs is charged at once
    and whole, and the next one begins then; without it, it begins now. `anchor_at`: nothing is charged before the
    first period begins then. `trial_ends_at`: nothing is charged until then; fees in arrears are a trial as long as
    the first period. `once` are fees that the first invoice carries besides (with `period_ends_at`, for their VAT to
    come to the cent that it does on ours).
    """

    subscription_id: UUID
    debtor_id: UUID
    customer: str
    currency: str
    prices: tuple[FlatPrice, ...]
    once: tuple[FlatPrice, ...] = ()
    interval: Interval = "month"
    period_ends_at: datetime | None = None
    anchor_at: datetime | None = None
    trial_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutOrder:
    """A page of the gateway's on which a debtor gives a means of payment and starts its subscription."""

    subscription: SubscriptionOrder
    done_url: str
    back_url: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """How a subscription shall be from now on, whole and not by difference: nothing is prorated by the gateway.

    The `interval` is what it was: another one is another subscription. While `running`
    is "paused" its periods are not charged.
    """

    external_id: str
    currency: str
    prices: tuple[FlatPrice, ...]
    interval: Interval = "month"
    running: Running = "running"
    ends: Ends = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """One line of an invoice, net. `flat` marks what the gateway's own draft carries already, under the same code."""

    code: str
    description: str
    amount: int
    vat_percent: Decimal
    vat_code: str
    flat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VatSum:
    """The VAT of one rate on the sum of its lines, as it stands on our invoice."""

    percent: Decimal
    code: str
    base: int
    amount: int
    country: str = "NL"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOrder:
    """An invoice of ours that is final. Net is the sum of the lines, VAT of `vats`, `total` of both.

    `subscription`: the gateway's id, where the gateway's own draft of that subscription carries the flat fees: `draft`
    names it, "" takes the oldest that carries none of ours yet, so that invoices are to be issued in their order.
    Without a subscription an invoice of its own is made.

    `asked` are the fees that the subscription was asked to charge on that edge, the newest first. Where the draft
    carries one of these, whole, and our invoice another, because something was agreed after the draft: a line in
    words of `replaced` takes off each fee that no longer holds, and ours are added.
    """

    invoice_id: UUID
    debtor_id: UUID
    number: str
    customer: str
    currency: str
    lines: tuple[IssueLine, ...]
    vats: tuple[VatSum, ...]
    total: int
    due_on: date
    subscription: str = ""
    draft: str = ""
    asked: tuple[tuple[FlatPrice, ...], ...] = ()
    replaced: str = ""

    def alone(self) -> "IssueOrder":
        """The same as an invoice of its own, which no draft of the gateway's carries a part of."""
        lines = tuple(replace(line, flat=False) for line in self.lines)
        return replace(self, lines=lines, subscription="", draft="", asked=())

    @property
    def net(self) -> int:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)

    @property
    def vat(self) -> int:
        """The sum of the VAT of all rates."""
        return sum(vat.amount for vat in self.vats)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditOrder:
    """A credit note of ours on an invoice at the gateway; all sums above 0.

    What of it the invoice no longer owes is paid back: to the balance of the debtor, by refund, or elsewhere.
    """

    credit_note_id: UUID
    debtor_id: UUID
    number: str
    external_invoice: str
    currency: str
    lines: tuple[IssueLine, ...]
    vats: tuple[VatSum, ...]
    total: int
    payback: Payback = "balance"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """Money that goes back of one payment: `payment_id` is that of SeenPayment; `amount` is above 0.

    `from_balance` is what of it credit notes have put on the balance of `customer`: it goes off that again, so that it
    is not taken off the next invoice as well.
    """

    refund_id: UUID
    debtor_id: UUID
    payment_id: str
    amount: int
    currency: str
    customer: str = ""
    from_balance: int = 0
    ours: dict[str, str] = field(default_factory=dict)
