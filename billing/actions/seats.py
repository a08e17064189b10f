"""The verb that reads seats: how many of a client's people could sign in on a day, for the prices that count them."""

import logging
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from billing.actions.standing import locked
from billing.events import usage as events
from billing.models import Debtor, SubscribedPrice, Subscription
from billing.periods import day_of
from motorblok.accounts.models import Person
from motorblok.audit.actions import record
from motorblok.audit.billable import FIELD, Billable
from motorblok.audit.queries import entries, last_of_kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor

logger = logging.getLogger(__name__)
MOST_DAYS = 31
"""So many days that nobody read are caught up with, at the number of the day on which they are read."""


def read_seats(subscription: Subscription, *, actor: Actor, at: datetime) -> int:
    """Read every day that is over and was not read yet, in the subscription's zone; returns how many were.

    A day is read once, whoever asks at the same time. Nothing is read while no price counts seats.
    """
    client = subscription.debtor.client
    with schema.entered(client.schema_name), transaction.atomic():
        held = locked(subscription)
        days = [(day, meters) for day in _unread(held, at=at) if (meters := _meters(held, day))]
        seats = Person.objects.circle(client).active().count() if days else 0
        for day, meters in days:
            _read(held.debtor, day, meters, seats, actor=actor, at=at)
    return len(days)


def _read(
    debtor: Debtor, day: date, meters: list[tuple[str, str]], seats: int, *, actor: Actor, at: datetime
) -> None:
    counted = [
        Billable(meter=meter, quantity=Decimal(seats), unit="seat", service_line=line, on=day).as_fact()
        for line, meter in meters
        if seats
    ]
    facts = {"read_on": day.isoformat(), "seats": seats, FIELD: counted}
    record(events.SEATS_READ, subject=_subject(debtor), actor=actor, at=at, facts=facts)


def _unread(held: Subscription, *, at: datetime) -> list[date]:
    today = day_of(at, zone=held.time_zone)
    first = max(_first(held), today - timedelta(days=MOST_DAYS), _read_on(held) + timedelta(days=1))
    closed_at = held.debtor.client.closed_at
    closed_on = day_of(closed_at, zone=held.time_zone) if closed_at else today
    last = min(today, held.cancels_on or today, closed_on)
    return [first + timedelta(days=n) for n in range((last - first).days)]


def _first(held: Subscription) -> date:
    found = held.prices.order_by("from_on").values_list("from_on", flat=True).first()
    return found or held.anchor_on


def _read_on(held: Subscription) -> date:
    """The newest day that was read; none is long ago."""
    told = last_of_kind(_subject(held.debtor), events.SEATS_READ)
    return date.fromisoformat(entries([told])[0].facts["read_on"]) if told else date(2000, 1, 1)


def _meters(held: Subscription, day: date) -> list[tuple[str, str]]:
    """Service line and meter of each price that counts seats on a day."""
    rows: list[SubscribedPrice] = list(held.prices.filter(price__model="seat").exclude(price__meter=""))
    return sorted(
        {
            (row.price.service_line, row.price.meter)
            for row in rows
            if row.from_on <= day and (row.until_on is None or day < row.until_on)
        }
    )


def _subject(debtor: Debtor) -> str:
    return f"client:{debtor.pk}"


def read_all_seats(*, at: datetime, actor: Actor = SYSTEM) -> int:
    """Read the seats of every subscription that has a price for them; one that fails keeps no other waiting."""
    with schema.entered(schema.PUBLIC):
        counting = SubscribedPrice.objects.filter(price__model="seat").exclude(price__meter="")
        live = Subscription.objects.filter(id__in=counting.values("subscription_id"))
        ended = [Subscription.State.DRAFT, Subscription.State.ENDED]
        found = list(live.exclude(state__in=ended).select_related("debtor__client"))
    return sum(_tried(each, actor=actor, at=at) for each in found)


def _tried(subscription: Subscription, *, actor: Actor, at: datetime) -> int:
    try:
        return read_seats(subscription, actor=actor, at=at)
    except Exception:
        logger.exception("The seats of %s could not be read", subscription.debtor_id)
        return 0
