"""The pretended gateway as a Gateway: its tables stand for what a real one keeps far away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from billing.gateways.fake import invoicing, notices, paying, running, subscribing
from billing.gateways.fake.seeing import seen
from billing.gateways.fake.world import changing, every, known
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
from billing.models.fake import FakeObject
from motorblok.kernel import schema
from motorblok.kernel.errors import Words

UNSETTLED = Q(kind="invoice", state__in=["draft", "open"])


class FakeGateway:
    """A Gateway without money. What is asked twice is found by our marks on it; `secrets` sign its notices, newest first."""

    name = "fake"
    livemode = False
    capabilities = Capabilities(
        hosted_pages=True, stored_methods=True, subscriptions=True, refunds=True, notices=True
    )

    def __init__(self, *, secrets: Sequence[str]) -> None:
        self.secrets = secrets

    def ensure_customer(self, party: Party, *, key: str) -> str:
        """The customer of a debtor, made once."""
        with changing() as world:
            held = (
                known("customer", party.external_id)
                or every("customer", ours_id=str(party.debtor_id)).first()
            )
            told = {
                "name": party.name,
                "email": party.email,
                "city": party.city,
                "vat_number": party.vat_number,
            }
            if held is None:
                return world.add("customer", "active", ours_id=str(party.debtor_id), body=told).id
            held.ours_id = str(party.debtor_id)
            if told.items() - held.body.items():
                held.body |= told
                world.keep(held)
            return held.id

    def start_checkout(self, order: CheckoutOrder, *, key: str) -> Page:
        """A page of its own to subscribe on."""
        with changing() as world:
            return subscribing.start_checkout(world, order)

    def portal_url(self, customer: str, *, return_url: str) -> str:
        """A page on which a means of payment is chosen."""
        return paying.page_url(customer)

    def subscribe(self, order: SubscriptionOrder, *, key: str) -> str:
        """Start it with the means of payment that is kept."""
        with changing() as world:
            return subscribing.subscribe(world, order)

    def hold_drafts(self, subscription: str, *, key: str) -> None:
        """Let its drafts wait for us."""
        with changing() as world:
            running.hold(world, subscription)

    def change_subscription(self, order: ChangeOrder, *, key: str) -> None:
        """Make it as ordered."""
        with changing() as world:
            running.change(world, order)

    def cancel_subscription(self, external_id: str, *, key: str) -> None:
        """End it now."""
        with changing() as world:
            running.cancel(world, external_id)

    def issue(self, order: IssueOrder, *, key: str) -> Issued:
        """Our invoice, compared and made final."""
        with changing() as world:
            return invoicing.issue(world, order)

    def collect(self, external_invoice: str, *, key: str) -> Collected:
        """Charge what is kept."""
        with changing() as world:
            return paying.collect(world, external_invoice)

    def credit(self, order: CreditOrder, *, key: str) -> str:
        """Our credit note as its own."""
        with changing() as world:
            return invoicing.credit(world, order)

    def refund(self, order: RefundOrder, *, key: str) -> str:
        """Pretended money back."""
        with changing() as world:
            return paying.refund(world, order)

    def fetch(self, kind: Kind, external_id: str) -> Seen | None:
        """The object as it is now."""
        with schema.entered(schema.PUBLIC):
            held = known(kind, external_id)
            return seen(held) if held else None

    def list_changed(self, since: datetime, *, at: datetime) -> Iterator[Seen]:
        """What changed, and what has not settled."""
        with schema.entered(schema.PUBLIC):
            changed = FakeObject.objects.filter(Q(changed_at__gte=since) | UNSETTLED)
            found = [seen(each) for each in changed.order_by("made_at", "id")]
        return iter(found)

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> Notice:
        """What a message of its own says."""
        return notices.read_notice(body, headers, secrets=self.secrets, at=at)

    def door_troubles(self, url: str) -> tuple[Words, ...]:
        """It lives in this house: its way to us needs no setting up."""
        return ()
