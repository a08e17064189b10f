"""What a gateway answers: frozen values in our words; what only one gateway knows stays in `mirror`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["customer", "checkout", "subscription", "invoice", "payment", "credit_note", "refund"]
KINDS: tuple[Kind, ...] = (
    "customer", "checkout", "subscription", "invoice", "payment", "credit_note", "refund"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a gateway can do by itself: show a page to pay on, keep a means of payment, charge fees each period, refund.

    A gateway that cannot do one raises GatewayRefused with the code "gateway-cannot".
    """

    hosted_pages: bool
    stored_methods: bool
    subscriptions: bool
    refunds: bool
    notices: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the gateway's to which somebody is sent."""

    external_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An invoice as the gateway holds it, read back; `number` is ours but for the first one of a checkout."""

    external_id: str
    number: str
    net: int
    vat: int
    total: int
    currency: str
    state: Literal["open", "paid"]
    page_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came of asking for the money; `page_url` is where a person can pay or confirm, `words` the gateway's reason."""

    state: Literal["paid", "pending", "declined", "action_needed"]
    payment_id: str = ""
    page_url: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPayment:
    """Money that came in for an invoice; `refunded` is what of it has gone back since."""

    external_id: str
    amount: int
    currency: str
    at: datetime
    refunded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An object of the gateway's as it is now.

    `state`: customer active, gone · checkout open, complete, expired · subscription waiting, trialing, active, past_due,
    unpaid, paused, ended · invoice draft, open, paid, void, uncollectible · payment open, paid, cancelled · credit_note
    issued, void · refund pending, paid, failed. `customer` is the gateway's id; `parent` what it belongs to (a draft's
    subscription, a payment's invoice; of a checkout the subscription it started). `ours` is the metadata that we gave
    (debtor_id, subscription_id, invoice_id, credit_note_id, refund_id). `amount` is gross; `owed` what is still open.
    """

    kind: Kind
    external_id: str
    state: str
    livemode: bool
    amount: int = 0
    owed: int = 0
    currency: str = ""
    customer: str = ""
    parent: str = ""
    payments: tuple[SeenPayment, ...] = ()
    ours: Mapping[str, str] = field(default_factory=dict)
    mirror: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That something happened at the gateway, with a signature that holds; what it is like now must be fetched.

    `about` and `object_id` say what to fetch; `about` is empty for what we keep no mirror of. `matches` says whether
    the notice was written in the version of the gateway's language that we read, and for the world (live or test)
    that we are in: one that does not is set aside.
    """

    external_id: str
    kind: str
    about: Kind | Literal[""]
    object_id: str
    api_version: str
    livemode: bool
    matches: bool
