"""The verbs that halt a subscription for a time: pause it from the next edge, and resume it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from billing import periods
from billing.actions.standing import (
    in_book_of,
    locked,
    must_go_on,
    must_not_have_ended,
    subscription_of,
    tell,
)
from billing.events import subscriptions as events
from billing.models import Conditions, SubscribedPrice, Subscription
from billing.queries.changes import days_of
from billing.rating.fees import is_metered
from billing.redrawing import ended, in_force
from billing.refusing import Refused
from billing.subscribed import item_of
from motorblok.kernel.actors import Actor

ALL = Decimal(100)


class NotStarted(Refused):
    """What is not in force cannot be halted."""

    code = "subscription-not-started"
    status = 409


def pause(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Charge no fees from the next edge of a period on, until it is resumed; a second time changes nothing.

    The rule: what is charged by time (fees, seats, the minimum) stops with the period that is running; what is counted
    (pieces, hours) is charged at its price all the same, for the work was done. What was agreed for later falls away.
    Raises NotFound, NotStarted, SubscriptionEnded, SubscriptionIsCancelled, ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        must_not_have_ended(found)
        if found.paused_on is None:
            must_go_on(found)
            _must_have_started(found)
            found.paused_on = _halt(found, at=at)
            found.state = Subscription.State.PAUSED
            found.save(update_fields=["state", "paused_on"])
            tell(events.PAUSED, found, actor=actor, at=at, facts={"paused_on": found.paused_on.isoformat()})
    return found


def resume(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Charge fees again, by day from today; before the pause began it is as if it had never been agreed.

    A second time changes nothing. Raises NotFound, SubscriptionEnded, ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        must_not_have_ended(found)
        if found.paused_on:
            from_on = max(found.paused_on, periods.day_of(at, zone=found.time_zone))
            _go_on(found, from_on, at=at)
            found.paused_on, found.state = None, Subscription.State.ACTIVE
            found.save(update_fields=["state", "paused_on"])
            tell(events.RESUMED, found, actor=actor, at=at, facts={"from_on": from_on.isoformat()})
    return found


def _must_have_started(found: Subscription) -> None:
    if found.state == Subscription.State.DRAFT:
        raise NotStarted("This subscription has not been started yet.", "Dit abonnement is nog niet gestart.")


def _halt(found: Subscription, *, at: datetime) -> date:
    """End what is charged by time at the next edge; seats that a meter counts go on at no cost. Returns the edge."""
    rows = list(found.prices.all())
    days = days_of(found, rows, when="period_end", at=at)
    for row in rows:
        if row.from_on > days.today:
            ended(row, on=row.from_on, at=at)
        elif row.until_on and row.until_on > days.today:
            row.until_on, row.ended_at = None, None
    for row in in_force(rows, on=days.edge).values():
        if row.price.model not in ("piece", "hours"):
            ended(row, on=days.edge, at=at)
            if is_metered(item_of(row.price, currency=found.currency)):
                _row_like(row, on=days.edge, at=at, quantity=Decimal(0), discount_percent=ALL).save()
    SubscribedPrice.objects.bulk_update(rows, ["until_on", "ended_at"])
    _without_minimum(found, on=days.edge)
    return days.edge


def _go_on(found: Subscription, from_on: date, *, at: datetime) -> None:
    """Begin again what the pause ended: from the day, or the edge after it where a meter counts it.

    Where the pause had not begun, let it never have ended.
    """
    edge = _edge(found, from_on)
    rows = list(found.prices.all())
    halted = [row for row in rows if row.until_on == found.paused_on and row.until_on != row.from_on]
    stand_ins = [row for row in rows if row.from_on == found.paused_on and row.until_on is None]
    for row in stand_ins:
        ended(row, on=edge, at=at)
    if from_on == found.paused_on:
        for row in halted:
            row.until_on, row.ended_at = None, None
    else:
        SubscribedPrice.objects.bulk_create(
            _row_like(row, on=edge if row.price.meter else from_on, at=at) for row in halted
        )
    SubscribedPrice.objects.bulk_update([*halted, *stand_ins], ["until_on", "ended_at"])
    _with_minimum(found, on=edge)


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
