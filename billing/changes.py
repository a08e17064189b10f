"""What an invoice that is final did not know: changes agreed after it that reach into the days it charged."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.db.models import QuerySet

from billing import periods
from billing.models import Invoice, SubscribedPrice, Subscription
from billing.periods import Period
from billing.rating.cycles import cycles
from billing.rating.fees import is_metered
from billing.rating.shapes import Change, Subscribed
from billing.subscribed import parts

Days = tuple[Period, date]


def changes_in(subscription: Subscription, period: Period) -> tuple[Change, ...]:
    """What is to be put right on the invoice for `period`, oldest first; empty where nothing is.

    It is what was agreed after the newest final invoice for an earlier period (or an earlier one for this period), for
    days before that invoice's end: the old price credited for the rest of each period that was charged, the new one
    charged. What was agreed before stands on that invoice, so nothing is charged twice, however often this is asked.
    """
    billed = _billed(subscription, period)
    if billed is None or billed.final_at is None or _is_for_a_draft(subscription, billed, period):
        return ()
    rows = subscription.prices.all()
    return changes_after(billed.final_at, rows, subscription=subscription, end=billed.period_end_on)


def changes_after(
    known_at: datetime, rows: Iterable[SubscribedPrice], *, subscription: Subscription, end: date
) -> tuple[Change, ...]:
    """What was agreed after `known_at` for days before `end`, up to which everything is charged as it was known then."""
    ended: dict[tuple[Days, str], Subscribed] = {}
    begun: dict[tuple[Days, str], Subscribed] = {}
    kept = parts(rows, currency=subscription.currency, trial_ends_on=subscription.trial_ends_on)
    for row, sub in kept:
        if is_metered(sub.item):
            continue
        is_new = row.made_at > known_at
        if is_new:
            begun |= {(days, sub.item.code): sub for days in _charged(sub, subscription, end)}
        if is_new or (row.ended_at and row.ended_at > known_at):
            ended |= {(days, sub.item.code): sub for days in _credited(sub, subscription, end, is_new=is_new)}
    keys = sorted(ended.keys() | begun.keys(), key=lambda key: (key[0][1], key))
    return tuple(
        Change(period=period, on=on, old=ended.get(((period, on), code)), new=begun.get(((period, on), code)))
        for (period, on), code in keys
    )


def knows_end(billed: Invoice | None, row: SubscribedPrice) -> bool:
    """Whether an invoice that is final has left out, or credited, what came after the end of a row."""
    if billed is None or not (row.ended_at and row.until_on and billed.final_at):
        return False
    return row.ended_at <= billed.final_at and row.until_on < billed.period_end_on


def _billed(subscription: Subscription, period: Period) -> Invoice | None:
    # A period for which there was nothing to charge is billed too: what was agreed after that is still to be charged.
    known = _invoices(subscription).filter(state__in=[Invoice.State.FINAL, Invoice.State.DROPPED])
    final = known.filter(final_at__isnull=False, period_start_on__lte=period.start)
    return final.order_by("-period_start_on", "-final_at").first()


def _is_for_a_draft(subscription: Subscription, billed: Invoice, period: Period) -> bool:
    """Whether a draft between the two will carry the changes."""
    drafts = _invoices(subscription).filter(state=Invoice.State.DRAFT)
    return drafts.filter(
        period_start_on__gt=billed.period_start_on, period_start_on__lt=period.start
    ).exists()


def _invoices(subscription: Subscription) -> QuerySet[Invoice]:
    return subscription.invoices.exclude(purpose=Invoice.Purpose.CREDIT)


def _charged(sub: Subscribed, subscription: Subscription, end: date) -> Iterator[Days]:
    if sub.item.model == "one_off":
        if sub.from_on < end:
            yield Period(sub.from_on, sub.from_on + timedelta(days=1)), sub.from_on
        return
    for cycle in _cycles(sub, subscription, end):
        if sub.until_on is None or cycle.start < sub.until_on:
            yield cycle, max(cycle.start, sub.from_on)


def _credited(sub: Subscribed, subscription: Subscription, end: date, *, is_new: bool) -> Iterator[Days]:
    """The rest of each cycle that was charged; of one that is new only the cycle that it ended in ever was."""
    until_on = sub.until_on
    if until_on is None or until_on >= end or sub.item.model == "one_off":
        return
    for cycle in _cycles(sub, subscription, end):
        if cycle.end > until_on and (cycle.start < until_on or not is_new):
            yield cycle, max(cycle.start, until_on)


def _cycles(sub: Subscribed, subscription: Subscription, end: date) -> list[Period]:
    """The cycles of an item's fee that begin, for it, before `end`; those of all periods that were charged."""
    walked = periods.walk(subscription.anchor_on, months=subscription.months)
    charged = takewhile(lambda period: period.start < end, walked)
    found = {cycle for period in charged for cycle in cycles(sub, period=period)}
    return sorted(each for each in found if each.end > sub.from_on and max(each.start, sub.from_on) < end)
