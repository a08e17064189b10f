"""What many scenarios do first: subscribe, let a period pass, issue an invoice."""

from dataclasses import dataclass
from datetime import timedelta

from billing.gateways.port import FlatPrice, Issued, IssueOrder
from tests.billing.gateways.orders import BASE, a_customer, a_subscription, an_invoice, flat
from tests.billing.gateways.rigs import Means, Rig


@dataclass(frozen=True)
class Subscribed:
    """A subscription at the gateway, and whose it is."""

    id: str
    customer: str


def issued(rig: Rig, order: IssueOrder) -> Issued:
    """The invoice at the gateway, under the key that its row has."""
    return rig.gateway.issue(order, key=f"inv:{order.invoice_id}:issue:v1")


def subscribed(rig: Rig, *prices: FlatPrice, issue_first: bool = True) -> Subscribed:
    """A subscription that was paid for, with its first invoice taken over."""
    customer = a_customer(rig)
    rig.keep(customer, "pays")
    order = a_subscription(customer, *(prices or (BASE,)))
    started = rig.gateway.subscribe(order, key=f"sub:{order.subscription_id}:v1")
    if issue_first:
        issued(rig, an_invoice(customer, *map(flat, order.prices), subscription=started))
    return Subscribed(started, customer)


def to_next_period(rig: Rig) -> None:
    """Let a month and a bit pass: no month is longer, no two are shorter."""
    rig.pass_time(until=rig.now() + timedelta(days=32))


def owing(rig: Rig, means: Means | None = None, *, amount: int = 10_000) -> Issued:
    """An invoice of its own that is open, of a customer that keeps such a means of payment."""
    customer = a_customer(rig)
    if means:
        rig.keep(customer, means)
    line = flat(FlatPrice(code="hours", name="Hours", amount=amount, vat_percent=BASE.vat_percent))
    return issued(rig, an_invoice(customer, line))
