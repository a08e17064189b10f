"""What a client may have more of, made from its subscription and its life, and written where the seats are taken."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from billing.lives import KEEPS_ONLY, READ_ONLY
from billing.models import Debtor, Life, SubscribedPrice, Subscription
from billing.periods import day_of
from motorblok.kernel.actors import Actor
from tenants.actions import Allowed, set_allowance


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What a client has: so many seats and these service lines (None: any), these prices by code, and whether it may write."""

    seats: int | None = None
    service_lines: frozenset[str] | None = None
    features: frozenset[str] = frozenset()
    may_write: bool = True
    may_grow: bool = True


def entitled(debtor: Debtor, *, on: date) -> Entitlements:
    """What a debtor is entitled to on a day: two queries.

    Seats that are charged as subscribed are a limit; seats that are counted, and no seats at all, are none.
    """
    standing = Entitlements(may_write=debtor.life not in READ_ONLY, may_grow=debtor.life not in KEEPS_ONLY)
    subscription = debtor.subscriptions.exclude(state=Subscription.State.ENDED).first()
    if subscription is None or debtor.life in (Life.DRAFT, Life.CANCELLED, Life.EXPORTED, Life.ERASED):
        return standing
    rows = _in_force(subscription, on)
    lines = frozenset(row.price.service_line for row in rows)
    return replace(
        standing,
        seats=_seats(rows),
        service_lines=lines if subscription.takes_only_subscribed else None,
        features=frozenset(row.price.code for row in rows),
    )


def allow(debtor: Debtor, *, actor: Actor, at: datetime) -> None:
    """Write down what a debtor may have now; the same again changes nothing."""
    found = entitled(debtor, on=day_of(at, zone=debtor.time_zone))
    lines = None if found.service_lines is None else sorted(found.service_lines)
    allowed = Allowed(
        seats=found.seats, service_lines=lines, features=sorted(found.features), may_grow=found.may_grow
    )
    set_allowance(debtor.client, allowed, actor=actor, at=at)


def _in_force(subscription: Subscription, on: date) -> list[SubscribedPrice]:
    begins = min(subscription.prices.values_list("from_on", flat=True), default=on)
    day = max(on, begins)
    holds = Q(until_on=None) | Q(until_on__gt=day)
    return list(subscription.prices.filter(holds, from_on__lte=day, quantity__gt=0))


def _seats(rows: list[SubscribedPrice]) -> int | None:
    fixed = [row for row in rows if row.price.model == "seat" and not row.price.meter]
    if not fixed:
        return None
    return int(sum(row.quantity + row.price.included for row in fixed))
