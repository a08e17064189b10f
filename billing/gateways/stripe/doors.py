"""The addresses to which Stripe sends its notices, and what is wrong with how they are set up there."""

from collections.abc import Iterator, Sequence

import stripe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from billing.gateways.stripe.asking import API_VERSION
from motorblok.kernel.errors import Words

NEEDED = (
    "checkout.session.completed",
    "checkout.session.expired",
    "credit_note.created",
    "credit_note.voided",
    "customer.deleted",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.updated",
    "customer.updated",
    "invoice.created",
    "invoice.finalized",
    "invoice.marked_uncollectible",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_failed",
    "invoice.voided",
    "invoice_payment.paid",
    "refund.created",
    "refund.failed",
    "refund.updated",
)
"""What Stripe must tell us of; of thin events with "v1." before it."""

Door = stripe.v2.core.EventDestination


def troubles(client: stripe.StripeClient, url: str) -> tuple[Words, ...]:
    """What is wrong with the doors at this address, for a person to mend; nothing where all is well."""
    asked = client.v2.core.event_destinations.list({"include": ["webhook_endpoint.url"], "limit": 100})
    doors = [
        door
        for door in asked.auto_paging_iter()
        if door.webhook_endpoint and door.webhook_endpoint.url == url
    ]
    if not doors:
        return (format_lazy(_("Stripe has no endpoint for {url}: it tells us nothing."), url=url),)
    return tuple(words for door in doors for words in _of(door)) + tuple(_missing(doors))


def _of(door: Door) -> Iterator[Words]:
    if door.status != "enabled":
        yield format_lazy(_("The endpoint “{name}” is switched off at Stripe."), name=door.name)
    if door.event_payload == "snapshot" and door.snapshot_api_version != API_VERSION:
        yield format_lazy(
            _("The endpoint “{name}” speaks version {theirs}; make one that speaks {ours}."),
            name=door.name,
            theirs=door.snapshot_api_version or "?",
            ours=API_VERSION,
        )


def _missing(doors: Sequence[Door]) -> Iterator[Words]:
    told = {event.removeprefix("v1.") for door in doors for event in door.enabled_events}
    untold = [event for event in NEEDED if event not in told]
    if untold and "*" not in told:
        yield format_lazy(_("Stripe does not tell us of: {events}."), events=", ".join(untold))
