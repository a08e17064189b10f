"""How the rows and the minimum of a subscription stand in a pause: halted at an edge, begun again, or never halted at all."""

from datetime import date, datetime
from decimal import Decimal

from billing import periods
from billing.changes import knows_end
from billing.models import Conditions, SubscribedPrice, Subscription
from billing.queries.changes import days_of, next_invoice
from billing.rating.fees import is_metered
from billing.redrawing import ended, in_force
from billing.subscribed import item_of

ALL = Decimal(100)


def halt(found: Subscription, *, at: datetime) -> date:
    """End what is charged by time at the next edge; seats that a meter counts go on at no cost. Returns the edge."""
    rows = list(found.prices.all())
    days = days_of(found, rows, when="period_end", at=at)
    for row in rows:
        if row.from_on > days.today:
            ended(row, on=row.from_on, at=at)
        elif row.until_on and row.until_on > days.today:
            row.until_on, row.ended_at = None, None
    for row in in_force(rows, on=days.edge).values():
        if not _is_counted(row):
            ended(row, on=days.edge, at=at)
            if is_metered(item_of(row.price, currency=found.currency)):
                _row_like(row, on=days.edge, at=at, quantity=Decimal(0), discount_percent=ALL).save()
    SubscribedPrice.objects.bulk_update(rows, ["until_on", "ended_at"])
    _without_minimum(found, on=days.edge)
    return days.edge


def go_on(found: Subscription, from_on: date, *, at: datetime) -> None:
    """Begin again what the pause ended: from the day, or the edge after it where a meter counts it.

    Where the pause had not begun, let it never have ended; unless an invoice without it is final already.
    """
    edge = _edge(found, from_on)
    rows = list(found.prices.all())
    halted = [row for row in rows if row.until_on == found.paused_on and row.until_on != row.from_on]
    stand_ins = [row for row in rows if _begins_in(found.paused_on, row) and not _is_counted(row)]
    _, billed = next_invoice(found, on=from_on)
    for row in stand_ins:
        ended(row, on=edge, at=at)
    if from_on == found.paused_on and not any(knows_end(billed, row) for row in halted):
        for row in halted:
            row.until_on, row.ended_at = None, None
    else:
        SubscribedPrice.objects.bulk_create(
            _row_like(row, on=edge if row.price.meter else from_on, at=at) for row in halted
        )
    SubscribedPrice.objects.bulk_update([*halted, *stand_ins], ["until_on", "ended_at"])
    _with_minimum(found, on=edge)


def forgo(found: Subscription) -> None:
    """Let a pause that has not begun never have been agreed, and its minimum with it; the rows are in the asker's hands."""
    if found.paused_on:
        _with_minimum(found, on=found.paused_on)
        found.paused_on, found.state = None, Subscription.State.ACTIVE


def _begins_in(paused_on: date | None, row: SubscribedPrice) -> bool:
    return paused_on is not None and row.from_on >= paused_on and row.until_on is None


def _is_counted(row: SubscribedPrice) -> bool:
    """Whether it is charged in a pause too."""
    return row.price.model in ("piece", "hours")


def _edge(found: Subscription, day: date) -> date:
    """The day itself where a period begins on it, else the end of its period."""
    period = periods.on(day, anchor=found.anchor_on, months=found.months)
    return day if day == period.start else period.end


def _row_like(row: SubscribedPrice, *, on: date, at: datetime, **other: Decimal) -> SubscribedPrice:
    amounts = {"quantity": row.quantity, "discount_percent": row.discount_percent} | other
    return SubscribedPrice(
        subscription_id=row.subscription_id, price=row.price, from_on=on, made_at=at, **amounts
    )


def _without_minimum(found: Subscription, *, on: date) -> None:
    holds = found.conditions.filter(from_on__lte=on).order_by("-from_on").first()
    if holds and holds.minimum is not None:
        _conditions_like(holds, on=on, minimum=None)


def _with_minimum(found: Subscription, *, on: date) -> None:
    """The minimum of before the pause again, from the first period on in which all fees are charged."""
    before = found.conditions.filter(from_on__lt=found.paused_on).order_by("-from_on").first()
    if before and before.minimum is not None:
        _conditions_like(before, on=on, minimum=before.minimum)


def _conditions_like(holds: Conditions, *, on: date, minimum: int | None) -> None:
    Conditions.objects.update_or_create(
        subscription_id=holds.subscription_id,
        from_on=on,
        defaults={
            "minimum": minimum,
            "discount_percent": holds.discount_percent,
            "index_percent": holds.index_percent,
            "index_from_on": holds.index_from_on,
        },
    )
