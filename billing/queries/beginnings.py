"""How a subscription begins at a gateway and goes on there: its flat fees, and on which edge the first of them is drawn up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing import periods
from billing.bills import Bill, bills
from billing.edges import is_advance, is_over, next_edge, next_edge_there
from billing.gateways.port import ChangeOrder, FlatPrice, SubscriptionOrder
from billing.models import Invoice, Subscription
from billing.periods import day_of, starts_at
from billing.queries.gathering import gathered, taxed_on
from billing.queries.previews import next_bill
from billing.rating.rate import rate
from billing.rating.shapes import Line
from billing.terms import tax_of, terms_of

RECURRING = frozenset({"flat", "seat"})
"""The kinds of lines that a gateway draws up by itself; a seat that a meter counts is usage."""
ONCE = frozenset({"one_off"})
YEAR = 12
SHORTEST_TRIAL = timedelta(days=3)
"""A gateway's page takes no trial that ends sooner than in two days; nothing is charged before the edge all the same."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first edge on which the gateway draws up fees, and the order that makes it so."""

    from_on: date
    order: SubscriptionOrder


def beginning(subscription: Subscription, *, customer: str, at: datetime) -> Beginning:
    """How a subscription begins at a gateway now.

    The period that runs is charged at once where its invoice is the next to be made and carries nothing but fees;
    whatever else it may carry, the gateway could not know. Else the gateway charges from the next edge on, and what comes before that
    is on invoices of ours, paid by the means that was given.
    """
    if running := _charged_at_once(subscription, at=at):
        return _at_once(subscription, running, customer=customer)
    edge_on = next_edge(subscription, after=day_of(at, zone=subscription.time_zone))
    edge_at = starts_at(edge_on, zone=subscription.time_zone)
    is_trial = edge_on == _first_edge(subscription) and _is_trial(subscription)
    is_trial = is_trial and edge_at - at >= SHORTEST_TRIAL
    order = _order(
        subscription,
        flat_prices(subscription, edge_on=edge_on),
        customer=customer,
        trial_ends_at=edge_at if is_trial else None,
        anchor_at=None if is_trial else edge_at,
    )
    return Beginning(edge_on, order)


def flat_prices(subscription: Subscription, *, edge_on: date) -> tuple[FlatPrice, ...]:
    """The fees that a gateway draws up by itself on an edge, each as one price of the amount that its line has."""
    found = _bill_at(subscription, edge_on)
    if found is None:
        return ()
    tax = tax_of(subscription.debtor, on=taxed_on(found))
    rated = rate(terms_of(subscription, on=found.fees.start), period=found.fees, tax=tax)
    return _fees(subscription, (line for line in rated.lines if line.kind in RECURRING))


def change_order(subscription: Subscription, *, external_id: str, at: datetime) -> ChangeOrder:
    """How it is to be there for the next invoice that the gateway draws up.

    One that is paused goes on without fees: there is a draft for what is counted meanwhile.
    """
    edge_on = next_edge_there(subscription, at=at)
    return ChangeOrder(
        external_id=external_id,
        currency=subscription.currency,
        prices=flat_prices(subscription, edge_on=edge_on),
        interval="year" if subscription.months == YEAR else "month",
        ends="at_period_end" if is_over(subscription, edge_on=edge_on) else "never",
    )


def _charged_at_once(subscription: Subscription, *, at: datetime) -> Bill | None:
    today = day_of(at, zone=subscription.time_zone)
    if not is_advance(subscription) or today < subscription.anchor_on:
        return None
    running = periods.on(today, anchor=subscription.anchor_on, months=subscription.months)
    found = _bill_at(subscription, running.start)
    if found is None or found != next_bill(subscription):
        return None
    lines = gathered(subscription, found).rated.lines
    return found if lines and all(line.kind in RECURRING | ONCE for line in lines) else None


def _at_once(subscription: Subscription, running: Bill, *, customer: str) -> Beginning:
    lines = gathered(subscription, running).rated.lines
    order = _order(
        subscription,
        _fees(subscription, (line for line in lines if line.kind in RECURRING)),
        once=_fees(subscription, (line for line in lines if line.kind in ONCE)),
        customer=customer,
        period_ends_at=starts_at(running.period.end, zone=subscription.time_zone),
    )
    return Beginning(running.period.start, order)


def _order(
    subscription: Subscription,
    prices: tuple[FlatPrice, ...],
    *,
    customer: str,
    once: tuple[FlatPrice, ...] = (),
    period_ends_at: datetime | None = None,
    anchor_at: datetime | None = None,
    trial_ends_at: datetime | None = None,
) -> SubscriptionOrder:
    return SubscriptionOrder(
        subscription_id=subscription.id,
        debtor_id=subscription.debtor_id,
        customer=customer,
        currency=subscription.currency,
        prices=prices,
        once=once,
        interval="year" if subscription.months == YEAR else "month",
        period_ends_at=period_ends_at,
        anchor_at=anchor_at,
        trial_ends_at=trial_ends_at,
    )


def _fees(subscription: Subscription, lines: Iterable[Line]) -> tuple[FlatPrice, ...]:
    debtor = subscription.debtor
    return tuple(
        FlatPrice(
            code=line.code,
            name=line.name_nl if debtor.language == "nl" else line.name_en,
            amount=line.amount,
            vat_percent=line.vat_percent,
            vat_code=line.vat_code,
            vat_country=debtor.legal_entity.country,
        )
        for line in lines
    )


def _bill_at(subscription: Subscription, edge_on: date) -> Bill | None:
    """The invoice of a period whose edge this is; None where the subscription is over by then."""
    if is_over(subscription, edge_on=edge_on):
        return None
    in_turn = (each for each in bills(subscription) if each.purpose == Invoice.Purpose.PERIOD)
    return next((each for each in in_turn if each.edge_on >= edge_on), None)


def _first_edge(subscription: Subscription) -> date:
    return next_edge(subscription, after=subscription.anchor_on - timedelta(days=1))


def _is_trial(subscription: Subscription) -> bool:
    """Fees in arrears are a trial as long as the first period."""
    return subscription.trial_ends_on == subscription.anchor_on or not is_advance(subscription)
