"""What changed at Stripe since an instant: from its own events, or from everything where they do not reach back so far."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import stripe

from billing.gateways.port import Kind, Seen
from billing.gateways.stripe.notices import ABOUT
from billing.gateways.stripe.seeing import fetch
from billing.gateways.stripe.subscriptions import seconds

EVENTS_REACH = timedelta(days=29)
"""Stripe keeps its events for 30 days."""

UNSETTLED = ("draft", "open")
Found = tuple[Kind, str]


def list_changed(
    client: stripe.StripeClient, since: datetime, *, livemode: bool, at: datetime
) -> Iterator[Seen]:
    """Each object once, as it is now; what has not settled is looked at however old it is."""
    recent = at - since < EVENTS_REACH
    found = dict.fromkeys(_from_events(client, since) if recent else _from_lists(client, since))
    for kind, external_id in found | dict.fromkeys(_unsettled(client)):
        seen = fetch(client, kind, external_id, livemode=livemode)
        if seen is not None:
            yield seen


def _from_events(client: stripe.StripeClient, since: datetime) -> Iterator[Found]:
    events = client.v1.events.list({"created": {"gte": seconds(since)}, "limit": 100})
    for event in events.auto_paging_iter():
        thing = event.data.object
        about = ABOUT.get(
            str(thing.get("object") if isinstance(thing, dict) else getattr(thing, "object", ""))
        )
        if about:
            yield about, str(thing["id"])


def _from_lists(client: stripe.StripeClient, since: datetime) -> Iterator[Found]:
    created = {"gte": seconds(since)}
    yield from (("customer", each.id) for each in client.v1.customers.list({"limit": 100}).auto_paging_iter())
    subscriptions = client.v1.subscriptions.list({"status": "all", "limit": 100})
    yield from (("subscription", each.id) for each in subscriptions.auto_paging_iter())
    invoices = client.v1.invoices.list({"created": {"gte": created["gte"]}, "limit": 100})
    yield from (("invoice", each.id) for each in invoices.auto_paging_iter())
    notes = client.v1.credit_notes.list({"created": {"gte": created["gte"]}, "limit": 100})
    yield from (("credit_note", each.id) for each in notes.auto_paging_iter())
    refunds = client.v1.refunds.list({"created": {"gte": created["gte"]}, "limit": 100})
    yield from (("refund", each.id) for each in refunds.auto_paging_iter())


def _unsettled(client: stripe.StripeClient) -> Iterator[Found]:
    for state in UNSETTLED:
        for invoice in client.v1.invoices.list({"status": state, "limit": 100}).auto_paging_iter():
            yield "invoice", invoice.id
