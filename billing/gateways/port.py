"""The port: what every gateway can be asked, in our words. Each call has a time limit and may be repeated with its key."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from billing.gateways.answered import (
    KINDS,
    Capabilities,
    Collected,
    Issued,
    Kind,
    Notice,
    Page,
    Seen,
    SeenPayment,
)
from billing.gateways.asked import (
    ChangeOrder,
    CheckoutOrder,
    CreditOrder,
    FlatPrice,
    IssueLine,
    IssueOrder,
    Party,
    RefundOrder,
    SubscriptionOrder,
    VatSum,
)
from billing.gateways.refusing import (
    BadSignature,
    GatewayAway,
    GatewayCannot,
    GatewayLocked,
    GatewayRefused,
    KeyReused,
    Malformed,
    Mismatch,
    NoDraft,
    NoticeRefused,
    NotYet,
    TooOld,
)
from motorblok.kernel.errors import Words

__all__ = [
    "KINDS",
    "BadSignature",
    "Capabilities",
    "ChangeOrder",
    "CheckoutOrder",
    "Collected",
    "CreditOrder",
    "FlatPrice",
    "Gateway",
    "GatewayAway",
    "GatewayCannot",
    "GatewayLocked",
    "GatewayRefused",
    "IssueLine",
    "IssueOrder",
    "Issued",
    "KeyReused",
    "Kind",
    "Malformed",
    "Mismatch",
    "NoDraft",
    "NotYet",
    "Notice",
    "NoticeRefused",
    "Page",
    "Party",
    "RefundOrder",
    "Seen",
    "SeenPayment",
    "SubscriptionOrder",
    "TooOld",
    "VatSum",
]


class Gateway(Protocol):
    """One way of collecting money. `key` is made from the fact ("inv:<uuid>:issue:v1") and sent again as it was.

    Every method raises GatewayAway (send again), GatewayRefused (a person must look) or KeyReused. What was made by an
    earlier attempt is found and not made twice, also when the key is long forgotten by the gateway.
    """

    @property
    def name(self) -> str:
        """The name that rows and addresses know it by: stripe, bank, fake."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do by itself."""

    @property
    def livemode(self) -> bool:
        """Whether real money moves."""

    def ensure_customer(self, party: Party, *, key: str) -> str:
        """The gateway's id of this debtor, made or brought up to date."""

    def start_checkout(self, order: CheckoutOrder, *, key: str) -> Page:
        """A page on which the subscription is started; the first invoice carries the flat fees alone."""

    def portal_url(self, customer: str, *, return_url: str) -> str:
        """A page for means of payment and invoices, and nothing else."""

    def subscribe(self, order: SubscriptionOrder, *, key: str) -> str:
        """Start a subscription of a debtor whose means of payment is known; answers the gateway's id of it."""

    def hold_drafts(self, subscription: str, *, key: str) -> None:
        """Let every later draft of it wait for us, however long we are away, and let its means of payment be the debtor's.

        To be called once a checkout is complete; `subscribe` has done it.
        """

    def change_subscription(self, order: ChangeOrder, *, key: str) -> None:
        """Make it as ordered, without proration; asked twice, it is so once."""

    def cancel_subscription(self, external_id: str, *, key: str) -> None:
        """End it now, without a last invoice by the gateway; one that has ended stays so."""

    def issue(self, order: IssueOrder, *, key: str) -> Issued:
        """Make the gateway's invoice equal to ours, read it back, and make it final.

        Raises Mismatch before that; NotYet where the draft is still to come, NoDraft where none will: the subscription is over.
        """

    def collect(self, external_invoice: str, *, key: str) -> Collected:
        """Ask for the money of a final invoice by the means of payment that is known; one that is paid stays so."""

    def credit(self, order: CreditOrder, *, key: str) -> str:
        """Credit a part of a final invoice; answers the gateway's id of the credit note. Raises Mismatch before it is made."""

    def refund(self, order: RefundOrder, *, key: str) -> str:
        """Pay money back; answers the gateway's id of the refund."""

    def fetch(self, kind: Kind, external_id: str) -> Seen | None:
        """The object as it is now; None where the gateway knows none."""

    def list_changed(self, since: datetime, *, at: datetime) -> Iterator[Seen]:
        """Every object that changed since then and every invoice that is a draft or open, each once, as it is now."""

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> Notice:
        """What a message says, if its signature over the raw bytes holds. Raises BadSignature, TooOld, Malformed."""

    def door_troubles(self, url: str) -> tuple[Words, ...]:
        """What is wrong with how the gateway sends its notices to this address of ours; empty where all is well."""
