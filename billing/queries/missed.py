"""Missed billing: what was done for clients and is charged to nobody, found before the client or the year-end does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum

from billing import periods
from billing.billables import OURS
from billing.models import Subscription, UsageRecord
from billing.models.usage import ParkedUsage
from billing.periods import Period
from billing.queries.uncounted import Uncounted, parked, uncounted
from billing.rating.cycles import active
from billing.rating.fees import is_metered
from billing.rating.shapes import Subscribed
from billing.subscribed import parts
from motorblok.kernel import schema
from tenants.models import Client

FRESH = timedelta(minutes=10)
"""An event may wait so long for its reader before it counts as missed."""
OF_TASKS = frozenset({"tasks_received", "tasks_resolved"})
SEATS, SECONDS = "seat", "second"
SHOWN = ("period_key", "service_line", "meter", "unit", "quantity", "records", "last_at")


class Why(StrEnum):
    """Why something that was counted is on no invoice."""

    NO_SUBSCRIPTION = "no_subscription"
    OTHER_LINE = "other_line"
    NO_HOURS_PRICE = "no_hours_price"
    NO_PRICE = "no_price"


@dataclass(frozen=True, slots=True)
class Unpriced:
    """What a client used in a period that no price charges; `last_at` is the newest of it."""

    client: Client
    why: Why
    period_key: str
    service_line: str
    meter: str
    unit: str
    quantity: Decimal
    records: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """All that may have been missed since an instant: events without a record, nonsense, and work without a price."""

    since: datetime
    uncounted: tuple[Uncounted, ...]
    parked: tuple[ParkedUsage, ...]
    unpriced: tuple[Unpriced, ...]
    clients: Mapping[str, Client]

    def __bool__(self) -> bool:
        return bool(self.uncounted or self.parked or self.unpriced)


def missed_billing(*, since: datetime, at: datetime, clients: Sequence[Client] | None = None) -> Missed:
    """What may have been missed of some clients, or of all, since an instant.

    A fixed number of statements, and one more for every 50 clients. What a flat fee pays is not missed: tasks and seats
    of a service line that is subscribed count as paid by it, hours are told wherever no price charges them.
    """
    with schema.entered(schema.PUBLIC):
        asked = list(Client.objects.built().order_by("name")) if clients is None else list(clients)
    by_book = {client.schema_name: client for client in asked}
    return Missed(
        since,
        tuple(uncounted(list(by_book), since=since, until=at - FRESH)),
        tuple(row for row in parked(since=since) if clients is None or row.book in by_book),
        tuple(unpriced({client.pk: client for client in asked}, since=since)),
        by_book,
    )


def unpriced(clients: Mapping[UUID, Client], *, since: datetime) -> list[Unpriced]:
    """What these clients used since an instant that no price charges, by client, period, service line and meter."""
    with schema.entered(schema.PUBLIC):
        rows = (
            UsageRecord.objects.filter(client_id__in=list(clients), occurred_at__gte=since)
            .exclude(meter__startswith=OURS)
            .values("client_id", "period_key", "service_line", "meter", "unit")
            .annotate(quantity=Sum("quantity"), records=Count("id"), last_at=Max("occurred_at"))
            .order_by("client_id", "-period_key", "service_line", "meter")
        )
        found: list[dict[str, Any]] = [{**row} for row in rows if row["quantity"]]
        agreed = _agreed({row["client_id"] for row in found})
    return [
        Unpriced(clients[row["client_id"]], why, *(row[name] for name in SHOWN))
        for row in found
        if (why := _why(row, agreed.get(row["client_id"], ())))
    ]


Agreed = tuple[Subscription, tuple[Subscribed, ...]]


def _agreed(clients: Iterable[UUID]) -> dict[UUID, list[Agreed]]:
    """The subscriptions of these clients with their prices. Two statements."""
    rows = Subscription.objects.filter(debtor_id__in=list(clients)).exclude(state=Subscription.State.DRAFT)
    found: dict[UUID, list[Agreed]] = {}
    for row in rows.prefetch_related("prices"):
        subs = parts(row.prices.all(), currency=row.currency, trial_ends_on=row.trial_ends_on)
        found.setdefault(row.debtor_id, []).append((row, tuple(sub for _, sub in subs)))
    return found


def _why(row: Mapping[str, Any], agreed: Iterable[Agreed]) -> Why | None:
    """Why nothing charges it; None where something does."""
    if not row["period_key"]:
        return Why.NO_SUBSCRIPTION
    held = [sub for of, subs in agreed for sub in subs if active(sub, period=_period(row["period_key"], of))]
    of_line = [sub for sub in held if sub.item.service_line == row["service_line"]]
    if any(is_metered(sub.item) and sub.item.meter == row["meter"] for sub in of_line):
        return None
    if not of_line:
        return Why.OTHER_LINE
    if row["unit"] == SECONDS:
        return Why.NO_HOURS_PRICE
    return None if row["meter"] in OF_TASKS or row["unit"] == SEATS else Why.NO_PRICE


def _period(key: str, of: Subscription) -> Period:
    return periods.on(periods.start_of(key), anchor=of.anchor_on, months=of.months)
