"""Which invoices a subscription gets, one after the other: whose fees and whose usage each carries, and when it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from billing import periods
from billing.models import Invoice, Subscription
from billing.periods import Period, WrongPeriod

LATE_DAYS = 35
"""What is recorded more days than this after it happened, and after its invoice, is charged only if a person says so."""


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice that a subscription gets: the fees of `fees`, the usage of `used`; it can be drawn up from `edge_on` on.

    `period` is the one that names it. What is used before `used` and was recorded too late for its own is on it too.
    """

    purpose: str
    period: Period
    fees: Period
    used: Period
    edge_on: date


def bills(subscription: Subscription) -> Iterator[Bill]:
    """The invoices of a subscription in their order, without an end where none was agreed.

    In advance each period's invoice carries its own fees and the usage of the period before, and a final one the usage
    of the last. In arrears it carries both of its own period; what came late for the last ones stands on a final
    invoice LATE_DAYS after the end.
    """
    is_advance = subscription.fees_in == Subscription.FeesIn.ADVANCE
    before = periods.nth(subscription.anchor_on, -1, months=subscription.months)
    walked = _with(before, periods.walk(subscription.anchor_on, months=subscription.months))
    for last, each in pairwise(walked):
        if subscription.cancels_on and each.start >= subscription.cancels_on:
            yield from _final(last, each, subscription, is_advance=is_advance)
            return
        if is_advance:
            yield Bill(Invoice.Purpose.PERIOD, each, each, last, each.start)
        else:
            edge_on = min(each.end, subscription.cancels_on or each.end)
            yield Bill(Invoice.Purpose.PERIOD, each, each, each, edge_on)


def bill(subscription: Subscription, period: Period, *, purpose: str = Invoice.Purpose.PERIOD) -> Bill:
    """The invoice of that period. Raises WrongPeriod where the subscription has no such period."""
    for each in bills(subscription):
        if (each.period, each.purpose) == (period, purpose):
            return each
        if each.period.start > period.start:
            break
    raise WrongPeriod(
        f"{period.key} is no period of this subscription; its periods begin on {subscription.anchor_on}.",
        f"{period.key} is geen periode van dit abonnement; de periodes beginnen op {subscription.anchor_on}.",
        field="period",
    )


def due_on(each: Bill, subscription: Subscription) -> date:
    """The day from which an invoice is made final."""
    return each.edge_on + timedelta(days=subscription.grace_days)


def periods_before(subscription: Subscription, end: date) -> Iterator[Period]:
    """The periods that are over by that day, from the beginning."""
    for period in periods.walk(subscription.anchor_on, months=subscription.months):
        if period.end > end:
            return
        yield period


def _with(first: Period, rest: Iterator[Period]) -> Iterator[Period]:
    yield first
    yield from rest


def _final(last: Period, after: Period, subscription: Subscription, *, is_advance: bool) -> Iterator[Bill]:
    ends_on = subscription.cancels_on
    if ends_on is None or ends_on <= subscription.anchor_on:
        return
    if is_advance:
        yield Bill(Invoice.Purpose.FINAL, last, after, last, ends_on)
    else:
        yield Bill(Invoice.Purpose.FINAL, last, after, after, ends_on + timedelta(days=LATE_DAYS))
