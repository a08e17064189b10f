"""How the rows of a subscription stand after a change: which end, which begin, and on which day. Nothing is saved here."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from billing.models import SubscribedPrice, Subscription
from billing.rating.fees import is_metered
from billing.subscribed import item_of
from billing.wanting import Taken


@dataclass(frozen=True, slots=True)
class Days:
    """The day of a change; the edge after it, from which what is counted has its new price; and today."""

    today: date
    on: date
    edge: date


@dataclass(frozen=True, slots=True)
class Redrawn:
    """All rows as they are to be, and of them those to be saved: changed ones and new ones."""

    rows: tuple[SubscribedPrice, ...]
    changed: tuple[SubscribedPrice, ...]
    begun: tuple[SubscribedPrice, ...]


def in_force(rows: Iterable[SubscribedPrice], *, on: date) -> dict[str, SubscribedPrice]:
    """The rows that hold on a day, by code, without what was charged once."""
    return {
        row.price.code: row
        for row in rows
        if row.from_on <= on and (row.until_on is None or row.until_on > on) and row.price.model != "one_off"
    }


def ended(row: SubscribedPrice, *, on: date, at: datetime) -> None:
    """Let a row end on a day; one that would begin on it or later never holds."""
    row.until_on, row.ended_at = max(on, row.from_on), at


def redraw(
    subscription: Subscription,
    rows: Iterable[SubscribedPrice],
    wanted: Mapping[str, Taken],
    *,
    days: Days,
    at: datetime,
) -> Redrawn:
    """The rows after a change to `wanted`: it takes the place of whatever was agreed for later.

    What is charged by time changes on the day; what is counted, and what costs the same in another version, at the edge:
    so a period has one price for what is counted in it, and no invoice a credit and a charge of the same sum.
    """
    before = list(rows)
    after = [copy(row) for row in before]
    for row in after:
        _unplan(row, today=days.today, at=at)
    kept = in_force(after, on=days.on)
    begun = list(_replaced(subscription, kept, wanted, days=days, at=at))
    begun += [
        _begun(subscription, each, on=days.on, at=at) for code, each in wanted.items() if code not in kept
    ]
    if _held(before) == _held((*after, *begun)):
        return Redrawn(tuple(before), (), ())
    changed = [
        row for row, was in zip(after, before, strict=True)
        if (row.until_on, row.ended_at) != (was.until_on, was.ended_at)
    ]  # fmt: skip
    return Redrawn((*after, *begun), tuple(changed), tuple(begun))


def _held(rows: Iterable[SubscribedPrice]) -> set[tuple[object, ...]]:
    """What holds when, whichever row says so."""
    return {
        (row.price_id, *_amounts(row), row.from_on, row.until_on)
        for row in rows
        if row.until_on != row.from_on
    }


def _unplan(row: SubscribedPrice, *, today: date, at: datetime) -> None:
    if row.from_on > today:
        ended(row, on=row.from_on, at=at)
    elif row.until_on and row.until_on > today:
        row.until_on, row.ended_at = None, None


def _replaced(
    subscription: Subscription,
    kept: Mapping[str, SubscribedPrice],
    wanted: Mapping[str, Taken],
    *,
    days: Days,
    at: datetime,
) -> Iterator[SubscribedPrice]:
    for code, row in kept.items():
        want = wanted.get(code)
        if want and _is_same(row, want):
            continue
        on = days.edge if _waits(row, want) else days.on
        ended(row, on=on, at=at)
        if want:
            yield _begun(subscription, want, on=on, at=at)


def _is_same(row: SubscribedPrice, want: Taken) -> bool:
    return row.price_id == want.price.pk and _amounts(row) == _amounts(want)


def _waits(row: SubscribedPrice, want: Taken | None) -> bool:
    was = item_of(row.price, currency="")
    return is_metered(was) or bool(
        want and was == item_of(want.price, currency="") and _amounts(row) == _amounts(want)
    )


def _amounts(of: SubscribedPrice | Taken) -> tuple[object, object]:
    return of.quantity, of.discount_percent


def _begun(subscription: Subscription, want: Taken, *, on: date, at: datetime) -> SubscribedPrice:
    return SubscribedPrice(
        subscription=subscription,
        price=want.price,
        quantity=want.quantity,
        discount_percent=want.discount_percent,
        from_on=on,
        made_at=at,
    )
