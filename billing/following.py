"""Letting the gateway follow what was agreed: its subscription is as ours will be on the next edge, before that comes."""

import logging
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from billing.calling import ask
from billing.models import GatewayCall, GatewayLink, Invoice, Subscription
from billing.queries.beginnings import change_order
from billing.queries.orders import has_unissued
from billing.queries.previews import next_bill
from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError

CHANGE = "change_subscription"
OVER = ("gone", "ended")
logger = logging.getLogger(__name__)


def follow(subscription: Subscription, *, at: datetime) -> None:
    """Ask the gateway for what differs from what it was asked before; in the caller's transaction.

    A price, quantity, index, or rate of VAT that holds from the next edge on, a pause and an end are told within the
    period before it: what was agreed for later is told when its turn comes. One that is paid another way by now ends
    there too, and so does one that has ended with us: as soon as no draft there waits for an invoice of ours, until
    then with its period there.
    """
    held = GatewayLink.objects.filter(kind="subscription", ours_id=subscription.id).exclude(state__in=OVER)
    for link in held:
        is_over = subscription.state == Subscription.State.ENDED and not _has_drafts(link, subscription)
        if is_over or link.gateway != subscription.debtor.gateway:
            _ask(link, subscription, "cancel_subscription", key=f"sub:{link.external_id}:cancel", at=at)
        else:
            _change_where_it_can_be_rated(link, subscription, at=at)


def follow_all(*, at: datetime) -> int:
    """The same for every subscription at a gateway; returns how many were looked at. One that fails keeps no other waiting."""
    with schema.entered(schema.PUBLIC):
        held = GatewayLink.objects.filter(kind="subscription").exclude(state__in=OVER)
        ids = {each for each in held.values_list("ours_id", flat=True) if each}
    return sum(_followed(each, at=at) for each in ids)


def _followed(subscription_id: UUID, *, at: datetime) -> bool:
    of = Subscription.objects.select_related("debtor__legal_entity").prefetch_related("prices", "conditions")
    try:
        with schema.entered(schema.PUBLIC), transaction.atomic():
            found = of.filter(id=subscription_id).first()
            if found:
                follow(found, at=at)
    except Exception:
        logger.exception("The gateway could not be told of the subscription %s", subscription_id)
        return False
    return found is not None


def _has_drafts(link: GatewayLink, subscription: Subscription) -> bool:
    """Whether a draft of it waits, or may: for an invoice that we have not made, or that is not on it yet."""
    following = next_bill(subscription)
    if following and following.purpose == Invoice.Purpose.PERIOD:
        return True
    return has_unissued(link.gateway, link.debtor_id, subscription.invoices.all())


def _change_where_it_can_be_rated(link: GatewayLink, subscription: Subscription, *, at: datetime) -> None:
    """What cannot be billed keeps nobody from cancelling it; the run that bills says why it cannot be."""
    try:
        _change(link, subscription, at=at)
    except DomainError as refusal:
        logger.warning("The gateway was not told of the subscription %s: %s", subscription.id, refusal)


def _change(link: GatewayLink, subscription: Subscription, *, at: datetime) -> None:
    order = change_order(subscription, external_id=link.external_id, at=at)
    wanted = sha256(repr(order).encode()).hexdigest()
    asked = GatewayCall.objects.filter(debtor=link.debtor_id, gateway=link.gateway, operation=CHANGE)
    before = list(
        asked.filter(payload__of=link.external_id).order_by("id").values_list("payload__wanted", flat=True)
    )
    if wanted not in before[-1:]:
        key = f"sub:{link.external_id}:change:{len(before) + 1}"
        _ask(link, subscription, CHANGE, key=key, at=at, of=link.external_id, wanted=wanted)


def _ask(
    link: GatewayLink, subscription: Subscription, operation: str, *, key: str, at: datetime, **said: str
) -> None:
    payload = {"subscription_id": str(subscription.id), **said}
    ask(link.gateway, operation, key=key, debtor_id=link.debtor_id, payload=payload, at=at)
