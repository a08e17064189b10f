"""Rows of a subscription as rating knows them: each price with how much of it, from when and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from billing.models import Price, SubscribedPrice
from billing.rating.fees import is_metered
from billing.rating.shapes import ZERO, Interval, Model, PriceItem, SeatRule, Subscribed, Tier, TierMode

FREE = {"unit_price": ZERO, "included": ZERO, "tiers": ()}


def item_of(price: Price, *, currency: str) -> PriceItem:
    """A price of a plan's version as rating's item."""
    return PriceItem(
        code=price.code,
        name_en=price.name_en,
        name_nl=price.name_nl,
        service_line=price.service_line,
        model=cast(Model, price.model),
        interval=cast(Interval, price.interval),
        unit_price=price.unit_price,
        included=price.included,
        tiers=tuple(map(tier_of, price.tiers)),
        tier_mode=cast(TierMode, price.tier_mode),
        meter=price.meter,
        vat_category=price.vat_category,
        currency=currency,
    )


def tier_of(kept: dict[str, str | None]) -> Tier:
    """A tier from the JSON that a price keeps: {"up_to": text or null, "unit_price": text, "flat": text}."""
    up_to = kept["up_to"]
    return Tier(
        up_to=None if up_to is None else Decimal(up_to),
        unit_price=Decimal(kept["unit_price"] or 0),
        flat=Decimal(kept["flat"] or 0),
    )


def subscribed(row: SubscribedPrice, *, currency: str) -> Subscribed:
    """A row as rating knows it, whatever was agreed about a trial."""
    return Subscribed(
        item=item_of(row.price, currency=currency),
        from_on=row.from_on,
        until_on=row.until_on,
        quantity=row.quantity,
        discount_percent=row.discount_percent,
        seat_rule=cast(SeatRule, row.price.seat_rule),
    )


def parts(
    rows: Iterable[SubscribedPrice], *, currency: str, trial_ends_on: date | None
) -> Iterator[tuple[SubscribedPrice, Subscribed]]:
    """Each row that holds on at least one day, with what it comes to.

    During a trial nothing is charged by time, and what is counted has the price 0: it is shown, and costs nothing.
    """
    for row in rows:
        if row.until_on != row.from_on:
            sub = subscribed(row, currency=currency)
            yield from ((row, part) for part in _around_trial(sub, trial_ends_on))


def _around_trial(sub: Subscribed, trial_ends_on: date | None) -> Iterator[Subscribed]:
    if trial_ends_on is None or sub.from_on >= trial_ends_on:
        yield sub
        return
    until_on = min(sub.until_on or trial_ends_on, trial_ends_on)
    if is_metered(sub.item):
        free = replace(sub.item, **FREE)  # type: ignore[arg-type]  # one mapping for fields of three types
        yield replace(sub, item=free, quantity=ZERO, discount_percent=ZERO, until_on=until_on)
    if sub.until_on is None or sub.until_on > trial_ends_on:
        yield replace(sub, from_on=trial_ends_on)
