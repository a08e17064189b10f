"""Stripe as a Gateway: each method is one thing asked of Stripe, with its errors in our words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import stripe

from billing.gateways.port import (
    Capabilities,
    ChangeOrder,
    CheckoutOrder,
    Collected,
    CreditOrder,
    Issued,
    IssueOrder,
    Kind,
    Notice,
    Page,
    Party,
    RefundOrder,
    Seen,
    SubscriptionOrder,
)
from billing.gateways.stripe import (
    changing,
    collecting,
    crediting,
    customers,
    doors,
    issuing,
    listing,
    notices,
    pages,
    seeing,
    subscriptions,
)
from billing.gateways.stripe.asking import asking
from motorblok.kernel.errors import Words


class StripeGateway:
    """A Gateway. `secrets` sign what Stripe sends, the newest first; `livemode` says whether real money moves."""

    name = "stripe"
    capabilities = Capabilities(
        hosted_pages=True, stored_methods=True, subscriptions=True, refunds=True, notices=True
    )

    def __init__(self, client: stripe.StripeClient, *, secrets: Sequence[str], livemode: bool) -> None:
        self.client, self.secrets, self.livemode = client, secrets, livemode

    def ensure_customer(self, party: Party, *, key: str) -> str:
        """The customer of a debtor."""
        with asking():
            return customers.ensure(self.client, party, key=key)

    def start_checkout(self, order: CheckoutOrder, *, key: str) -> Page:
        """A page of Stripe's; one key stands for one visit."""
        with asking():
            return pages.start_checkout(self.client, order, key=key)

    def portal_url(self, customer: str, *, return_url: str) -> str:
        """Stripe's portal, with all but means of payment and invoices switched off."""
        with asking():
            return pages.portal_url(self.client, customer, return_url=return_url)

    def subscribe(self, order: SubscriptionOrder, *, key: str) -> str:
        """A subscription by the means of payment that Stripe keeps; its drafts wait for us."""
        with asking():
            return subscriptions.subscribe(self.client, order, key=key)

    def hold_drafts(self, subscription: str, *, key: str) -> None:
        """Let its drafts wait for us; being so twice is being so once, so the key is not needed."""
        with asking():
            subscriptions.hold(self.client, subscription)

    def change_subscription(self, order: ChangeOrder, *, key: str) -> None:
        """Make it as ordered; being so twice is being so once, so the key is not needed."""
        with asking():
            changing.change(self.client, order)

    def cancel_subscription(self, external_id: str, *, key: str) -> None:
        """End it now; one that has ended is left alone, so the key is not needed."""
        with asking():
            changing.cancel(self.client, external_id)

    def issue(self, order: IssueOrder, *, key: str) -> Issued:
        """Our invoice on Stripe's draft, compared and made final."""
        with asking():
            return issuing.issue(self.client, order, key=key)

    def collect(self, external_invoice: str, *, key: str) -> Collected:
        """Charge it; one key stands for one attempt."""
        with asking():
            return collecting.collect(self.client, external_invoice, key=key)

    def credit(self, order: CreditOrder, *, key: str) -> str:
        """Our credit note as Stripe's."""
        with asking():
            return crediting.credit(self.client, order, key=key)

    def refund(self, order: RefundOrder, *, key: str) -> str:
        """Money back by the way that it came."""
        with asking():
            return collecting.refund(self.client, order, key=key)

    def fetch(self, kind: Kind, external_id: str) -> Seen | None:
        """The object as it is now."""
        with asking():
            return seeing.fetch(self.client, kind, external_id, livemode=self.livemode)

    def list_changed(self, since: datetime, *, at: datetime) -> Iterator[Seen]:
        """What changed, each as it is now."""
        with asking():
            yield from listing.list_changed(self.client, since, livemode=self.livemode, at=at)

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> Notice:
        """What a message of Stripe's says."""
        return notices.read_notice(
            self.client, body, headers, secrets=self.secrets, livemode=self.livemode, at=at
        )

    def door_troubles(self, url: str) -> tuple[Words, ...]:
        """What is wrong with the endpoints at Stripe."""
        with asking():
            return doors.troubles(self.client, url)
