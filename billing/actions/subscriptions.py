"""The verbs that begin a subscription: draw it up for a client, and start it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from billing import agreeing, periods
from billing.actions.ending import end_what_is_over
from billing.actions.standing import (
    debtor_of,
    in_book_of,
    locked,
    must_not_have_ended,
    names_of,
    subscription_of,
    tell,
)
from billing.agreeing import Agreed, ConditionsDraft
from billing.events import subscriptions as events
from billing.living import begin
from billing.models import Conditions, Debtor, Plan, SubscribedPrice, Subscription
from billing.money import require_same
from billing.queries.changes import version_for
from billing.refusing import Refused
from billing.wanting import Taken, Wanted, codes, taken
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class SubscriptionExists(Refused):
    """A client has one subscription at a time: several service lines stand in the same one."""

    code = "subscription-exists"
    status = 409


def subscribe(
    client_id: UUID,
    *,
    wanted: Wanted,
    terms: Agreed,
    conditions: ConditionsDraft | None = None,
    actor: Actor,
    at: datetime,
) -> Subscription:
    """Draw up a subscription of a client to a plan's version; nothing is charged until it is started.

    It may be the day on which the one before it ends, whose last invoices are still to come.
    Raises NotFound, NotOffered, OtherCurrency, NoPrice, NegativeQuantity, WrongTerms, SubscriptionExists, ClientIsClosed.
    """
    debtor = debtor_of(client_id)
    _end_the_one_before(debtor, actor=actor, at=at)
    with in_book_of(debtor):
        Debtor.objects.select_for_update(no_key=True).get(pk=client_id)
        _must_be_the_only_one(debtor)
        made = _drawn_up(debtor, wanted.version_id, terms, at=at)
        version = version_for(wanted.version_id, made, on=terms.start_on)
        agreeing.check_conditions(conditions or ConditionsDraft())
        agreeing.check(terms, zone=made.time_zone, at=at)
        found = taken(wanted, version)
        made.save(force_insert=True)
        _begin_rows(made, found.values(), on=terms.start_on, at=at)
        if conditions:
            Conditions.objects.create(subscription=made, from_on=made.anchor_on, **asdict(conditions))
        about = {
            "version": version.number,
            "prices": codes(found.values()),
            "fees_in": terms.fees_in,
            "currency": made.currency,
        }
        tell(events.DRAWN_UP, made, actor=actor, at=at, facts={**names_of(made), **about})
    return made


def start(subscription_id: UUID, *, actor: Actor, at: datetime, on: date | None = None) -> Subscription:
    """Put a subscription in force from the day that was agreed, or from another one; a second time changes nothing.

    With a trial its periods, and its fees, begin when the trial ends. Raises NotFound, WrongTerms, SubscriptionEnded,
    ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        must_not_have_ended(found)
        if found.state == Subscription.State.DRAFT:
            start_on = _moved(found, on, at=at)
            found.state = Subscription.State.ACTIVE
            found.save(update_fields=["state", "anchor_on", "trial_ends_on"])
            today = periods.day_of(at, zone=found.time_zone)
            has_trial = found.trial_ends_on is not None and found.trial_ends_on > today
            begin(found.debtor, has_trial=has_trial, actor=actor, at=at)
            trial = found.trial_ends_on
            days = {"start_on": start_on, "anchor_on": found.anchor_on, "trial_ends_on": trial}
            facts = {**names_of(found), **{name: day and day.isoformat() for name, day in days.items()}}
            tell(events.STARTED, found, actor=actor, at=at, facts=facts)
    return found


def _end_the_one_before(debtor: Debtor, *, actor: Actor, at: datetime) -> None:
    with schema.entered(schema.PUBLIC):
        before = debtor.subscriptions.exclude(cancels_on=None).exclude(state=Subscription.State.ENDED).first()
    if before:
        end_what_is_over(before.pk, actor=actor, at=at)


def _must_be_the_only_one(debtor: Debtor) -> None:
    if debtor.subscriptions.exclude(state=Subscription.State.ENDED).exists():
        raise SubscriptionExists(
            "This client has a subscription already; change that one: it takes several service lines.",
            "Deze klant heeft al een abonnement; wijzig dat: er passen meer diensten in.",
        )


def _drawn_up(debtor: Debtor, version_id: UUID, terms: Agreed, *, at: datetime) -> Subscription:
    plan = Plan.objects.filter(versions=version_id).first()
    if plan is None:
        raise NotFound
    require_same(debtor.currency, plan.currency)
    days = plan.trial_days if terms.trial_days is None else terms.trial_days
    anchor_on = terms.start_on + timedelta(days=days)
    return Subscription(
        debtor=debtor,
        plan=plan,
        currency=plan.currency,
        time_zone=debtor.time_zone,
        months=plan.interval_months,
        anchor_on=anchor_on,
        trial_ends_on=anchor_on if days else None,
        fees_in=terms.fees_in,
        grace_days=terms.grace_days,
        po_number=terms.po_number.strip(),
        created_at=at,
    )


def _begin_rows(made: Subscription, found: Iterable[Taken], *, on: date, at: datetime) -> None:
    SubscribedPrice.objects.bulk_create(
        SubscribedPrice(
            subscription=made,
            price=each.price,
            quantity=each.quantity,
            discount_percent=each.discount_percent,
            from_on=on,
            made_at=at,
        )
        for each in found
    )


def _moved(found: Subscription, on: date | None, *, at: datetime) -> date:
    """Its first day; every row begins on it, and its conditions with its first period."""
    planned = found.prices.filter(until_on=None).earliest("from_on").from_on
    start_on = on or planned
    agreeing.check_near(start_on, zone=found.time_zone, at=at)
    moved = start_on - planned
    found.anchor_on += moved
    found.trial_ends_on = found.trial_ends_on and found.anchor_on
    found.prices.filter(until_on=None).update(from_on=start_on)
    found.conditions.update(from_on=found.anchor_on)
    return start_on
