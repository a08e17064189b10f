"""The edges of a subscription's periods as a gateway sees them: on each it draws up an invoice with the flat fees."""

from datetime import date, datetime, timedelta

from billing import periods
from billing.models import Invoice, Subscription

A_DAY = timedelta(days=1)
"""A gateway's day begins up to a day after ours (noon in UTC): until then the edge that has come is the next one there."""


def next_edge(subscription: Subscription, *, after: date) -> date:
    """The first edge after a day: where fees are charged in advance the first period begins with one, else it ends with it."""
    first = periods.nth(subscription.anchor_on, 0, months=subscription.months)
    earliest = first.start if is_advance(subscription) else first.end
    if after < earliest:
        return earliest
    return periods.on(after, anchor=subscription.anchor_on, months=subscription.months).end


def next_edge_there(subscription: Subscription, *, at: datetime) -> date:
    """The first edge whose invoice the gateway has not drawn up yet, for sure."""
    return next_edge(subscription, after=periods.day_of(at - A_DAY, zone=subscription.time_zone))


def is_advance(subscription: Subscription) -> bool:
    """Whether fees are charged when a period begins."""
    return subscription.fees_in == Subscription.FeesIn.ADVANCE


def is_over(subscription: Subscription, *, edge_on: date) -> bool:
    """Whether nothing is drawn up on an edge any more: what is left stands on invoices of ours alone."""
    return subscription.cancels_on is not None and edge_on >= subscription.cancels_on


def edge_of(invoice: Invoice, subscription: Subscription) -> date:
    """The edge on which a gateway draws up the fees of a period's invoice."""
    return invoice.period_start_on if is_advance(subscription) else invoice.period_end_on
