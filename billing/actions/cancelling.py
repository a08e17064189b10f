"""The verbs that end a subscription: cancel it, and withdraw the cancellation while it still goes on."""

from datetime import date, datetime
from uuid import UUID

from billing import periods
from billing.actions.issuing import drop
from billing.actions.standing import (
    in_book_of,
    locked,
    must_not_have_ended,
    since_billed,
    subscription_of,
    tell,
)
from billing.changes import knows_end
from billing.events import subscriptions as events
from billing.following import follow
from billing.halting import forgo
from billing.models import Invoice, SubscribedPrice, Subscription
from billing.queries.changes import days_of, next_invoice
from billing.rating.checking import WrongTerms
from billing.redrawing import ended
from billing.refusing import Refused
from motorblok.kernel.actors import Actor


class TooLate(Refused):
    """The subscription has ended already, or nothing of it is left to be undone."""

    code = "too-late"
    status = 409


def cancel(subscription_id: UUID, *, actor: Actor, at: datetime, on: date | None = None) -> Subscription:
    """End a subscription with the period that is running, or on a day: the first one without it. Never later than asked.

    What was charged beyond that day is credited by day on the last invoice, which also holds what was counted. One that
    ends on that day or earlier stays as it is; one that was not started ends at once; a pause that would begin on that
    day or later falls away, and so does the draft of a period that would. Also of a client that is closed.
    Raises NotFound, WrongTerms for a day that has passed, SubscriptionEnded.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor, closed_too=True):
        found = locked(known)
        at = since_billed(found, at=at)
        must_not_have_ended(found)
        cancels_on = _last_day(found, on, at=at)
        if found.cancels_on is None or cancels_on < found.cancels_on:
            _end_rows(found, cancels_on, at=at)
            found.cancels_on = cancels_on
            if found.paused_on and cancels_on <= found.paused_on:
                forgo(found)
            if found.state == Subscription.State.DRAFT:
                found.state = Subscription.State.ENDED
            found.save(update_fields=["state", "cancels_on", "paused_on"])
            tell(events.CANCELLED, found, actor=actor, at=at, facts={"cancels_on": cancels_on.isoformat()})
            _drop_what_is_no_more(found, cancels_on, actor=actor, at=at)
            follow(found, at=at)
    return found


def withdraw_cancellation(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Let a cancelled subscription go on as it was, while it has not ended; a second time changes nothing.

    What was agreed for later when it was cancelled is not brought back. Raises NotFound, TooLate, SubscriptionEnded,
    ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        at = since_billed(found, at=at)
        must_not_have_ended(found)
        if found.cancels_on:
            cancels_on = found.cancels_on
            _must_be_in_time(found, cancels_on, at=at)
            _go_on(found, cancels_on, at=at)
            found.cancels_on = None
            found.save(update_fields=["cancels_on"])
            facts = {"cancels_on": cancels_on.isoformat()}
            tell(events.CANCELLATION_WITHDRAWN, found, actor=actor, at=at, facts=facts)
            follow(found, at=at)
    return found


def _last_day(found: Subscription, on: date | None, *, at: datetime) -> date:
    days = days_of(found, found.prices.all(), when="period_end", at=at)
    if found.state == Subscription.State.DRAFT:
        # It never held on any day, also where it was to begin on one that has passed.
        return min(days.today, *found.prices.values_list("from_on", flat=True), found.anchor_on)
    if on and on < periods.day_of(at, zone=found.time_zone):
        raise WrongTerms(
            "This day has passed; cancel on today or a later day.",
            "Deze dag is voorbij; zeg op per vandaag of een latere dag.",
            field="on",
        )
    return max(on, days.today) if on else days.edge


def _end_rows(found: Subscription, cancels_on: date, *, at: datetime) -> None:
    """What holds ends on the day, what is to come never holds; what was charged once stays so."""
    open_ones = [row for row in found.prices.all() if row.until_on is None or row.until_on >= cancels_on]
    rows = [row for row in open_ones if row.price.model != "one_off" or row.from_on >= cancels_on]
    for row in rows:
        ended(row, on=cancels_on, at=at)
    SubscribedPrice.objects.bulk_update(rows, ["until_on", "ended_at"])


def _drop_what_is_no_more(found: Subscription, cancels_on: date, *, actor: Actor, at: datetime) -> None:
    """Who cancels on the very day of an edge has no period from then on, but may have its draft already."""
    drafts = found.invoices.filter(state=Invoice.State.DRAFT, purpose=Invoice.Purpose.PERIOD)
    for each in drafts.filter(period_start_on__gte=cancels_on):
        drop(each, actor=actor, at=at)


def _must_be_in_time(found: Subscription, cancels_on: date, *, at: datetime) -> None:
    if cancels_on <= periods.day_of(at, zone=found.time_zone):
        raise TooLate(
            f"This subscription ended on {cancels_on}; start a new one.",
            f"Dit abonnement is op {cancels_on} geëindigd; start een nieuw.",
        )


def _go_on(found: Subscription, cancels_on: date, *, at: datetime) -> None:
    """Let what the cancellation ended never have ended; where an invoice has credited the rest, begin it again."""
    held = [row for row in found.prices.all() if row.until_on == cancels_on and row.until_on > row.from_on]
    _, billed = next_invoice(found, on=cancels_on)
    again = []
    for row in held:
        if knows_end(billed, row):
            again.append(_again(row, cancels_on, at=at))
        else:
            row.until_on, row.ended_at = None, None
    SubscribedPrice.objects.bulk_create(again)
    SubscribedPrice.objects.bulk_update(held, ["until_on", "ended_at"])


def _again(row: SubscribedPrice, on: date, *, at: datetime) -> SubscribedPrice:
    return SubscribedPrice(
        subscription_id=row.subscription_id,
        price=row.price,
        quantity=row.quantity,
        discount_percent=row.discount_percent,
        from_on=on,
        made_at=at,
    )
