"""What a client may have more of, made from its subscription and its life, and written where the seats are taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from billing.lives import KEEPS_ONLY, READ_ONLY
from billing.models import Debtor, Life, SubscribedPrice, Subscription
from billing.periods import day_of
from motorblok.kernel.actors import Actor
from tenants.actions import Allowed, set_allowance

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What a client has: so many seats and these service lines (None: any), these prices by code, and whether it may write."""

    seats: int | None = None
    service_lines: frozenset[str] | None = None
    features: frozenset[str] = frozenset()
    may_write: bool = True
    may_grow: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a subscription reaches on a day: so many seats (None: any), its service lines, its prices by code."""

    seats: int | None
    service_lines: frozenset[str]
    features: frozenset[str]

    def is_wider_than(self, other: "Reach") -> bool:
        """Whether it gives more seats, or a service line that the other does not; what is counted is no seat."""
        more_seats = other.seats is not None and (self.seats is None or self.seats > other.seats)
        return more_seats or not self.service_lines <= other.service_lines


def entitled(debtor: Debtor, *, on: date) -> Entitlements:
    """What a debtor is entitled to on a day: two queries.

    Seats that are charged as subscribed are a limit; seats that are counted, and no seats at all, are none.
    """
    standing = Entitlements(may_write=debtor.life not in READ_ONLY, may_grow=debtor.life not in KEEPS_ONLY)
    subscription = debtor.subscriptions.exclude(state=Subscription.State.ENDED).first()
    if subscription is None or debtor.life in (Life.DRAFT, Life.CANCELLED, Life.EXPORTED, Life.ERASED):
        return standing
    rows = list(subscription.prices.all())
    found = reach(subscription, rows, on=on)
    return replace(
        standing,
        seats=found.seats,
        service_lines=found.service_lines if subscription.takes_only_subscribed else None,
        features=found.features,
    )


def reach(subscription: Subscription, rows: Iterable[SubscribedPrice], *, on: date) -> Reach:
    """What the rows of a subscription give on a day; before its first day what they give on that.

    In a pause it has the seats of the last day before: nobody gets more by paying for none.
    """
    known = list(rows)
    paid_until = subscription.paused_on or date.max
    held = _in_force(known, on)
    return Reach(
        seats=_seats(_in_force(known, min(on, paid_until - A_DAY))),
        service_lines=frozenset(row.price.service_line for row in held),
        features=frozenset(row.price.code for row in held),
    )


def allow(debtor: Debtor, *, actor: Actor, at: datetime) -> None:
    """Write down what a debtor may have now; the same again changes nothing.

    Verbs whose effect is to be felt at once do it, and so does the review of every ten minutes, for what begins or ends with a day.
    """
    found = entitled(debtor, on=day_of(at, zone=debtor.time_zone))
    lines = None if found.service_lines is None else sorted(found.service_lines)
    allowed = Allowed(
        seats=found.seats, service_lines=lines, features=sorted(found.features), may_grow=found.may_grow
    )
    set_allowance(debtor.client, allowed, actor=actor, at=at)


def _in_force(rows: Sequence[SubscribedPrice], on: date) -> list[SubscribedPrice]:
    day = max(on, min((row.from_on for row in rows), default=on))
    return [
        row
        for row in rows
        if row.from_on <= day and (row.until_on is None or row.until_on > day) and row.quantity > 0
    ]


def _seats(rows: Iterable[SubscribedPrice]) -> int | None:
    fixed = [row for row in rows if row.price.model == "seat" and not row.price.meter]
    if not fixed:
        return None
    return int(sum(row.quantity + row.price.included for row in fixed))
