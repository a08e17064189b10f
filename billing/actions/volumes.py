"""Telling in time how much of what is included is used: at a half, at four fifths, and when all of it is; nothing stops."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from billing import periods
from billing.actions.standing import in_book_of, subscription_of
from billing.events import life as events
from billing.models import SubscribedPrice, Subscription, UsageRecord, VolumeAlert
from billing.money import decimals
from billing.rating.canonical import plain
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM

PERCENTS = (50, 80, 100)
SECONDS = {"hours": 3600}
"""How many of what is counted make one of what is included; pieces are counted as they are."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Volume:
    """What a price includes in a period and what of it is used, in pieces or hours."""

    price: SubscribedPrice
    period_key: str
    used: Decimal
    included: Decimal

    @property
    def reached(self) -> int:
        """The highest of the marks that is reached; 0 before the first."""
        return max((mark for mark in PERCENTS if self.used * 100 >= self.included * mark), default=0)


def tell_volumes(*, at: datetime) -> int:
    """Tell of every subscription which mark it reached in its period, each once; returns how many were told."""
    with schema.entered(schema.PUBLIC):
        running = Subscription.objects.filter(state=Subscription.State.ACTIVE, prices__price__included__gt=0)
        known = list(running.order_by("id").distinct().values_list("id", flat=True))
    return sum(_tried(subscription_id, at) for subscription_id in known)


def tell_volume(subscription_id: UUID, *, at: datetime) -> int:
    """Tell of one subscription; of several marks that were passed at once only the highest. Raises NotFound."""
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor, closed_too=True):
        told = [each for each in _volumes(known, at=at) if each.reached and _is_new(each, at=at)]
        for each in told:
            _tell(known, each, at=at)
    return len(told)


def _tried(subscription_id: UUID, at: datetime) -> int:
    try:
        return tell_volume(subscription_id, at=at)
    except Exception:
        logger.exception("A volume could not be told", extra={"subscription": str(subscription_id)})
        return 0


def _volumes(of: Subscription, *, at: datetime) -> Iterator[Volume]:
    day = periods.day_of(at, zone=of.time_zone)
    key = periods.on(day, anchor=of.anchor_on, months=of.months).key
    used = _used(of, key)
    holds = Q(until_on=None) | Q(until_on__gt=day)
    counted = of.prices.filter(
        holds, from_on__lte=day, price__included__gt=0, price__model__in=["piece", "hours"]
    )
    for row in counted:
        sum_of = used.get((row.price.service_line, row.price.meter), Decimal(0))
        yield Volume(row, key, sum_of / SECONDS.get(row.price.model, 1), row.price.included)


def _used(of: Subscription, key: str) -> dict[tuple[str, str], Decimal]:
    found = UsageRecord.objects.filter(client=of.debtor_id, period_key=key)
    sums = found.values_list("service_line", "meter").annotate(used=Sum("quantity"))
    return {(service_line, meter): used for service_line, meter, used in sums}


def _is_new(volume: Volume, *, at: datetime) -> bool:
    told = VolumeAlert.objects.filter(price=volume.price, period_key=volume.period_key)
    if told.filter(percent__gte=volume.reached).exists():
        return False
    key = {"price": volume.price, "period_key": volume.period_key, "percent": volume.reached}
    return VolumeAlert.objects.get_or_create(**key, defaults={"at": at})[1]


def _tell(of: Subscription, volume: Volume, *, at: datetime) -> None:
    price = volume.price.price
    facts = {
        "percent": volume.reached,
        "meter": price.meter,
        "meter_name_en": price.name_en,
        "meter_name_nl": price.name_nl,
        "period": volume.period_key,
        "used": plain(decimals(volume.used, places=2)),
        "included": plain(volume.included),
    }
    record(events.VOLUME_REACHED, subject=f"client:{of.debtor_id}", actor=SYSTEM, at=at, facts=facts)
