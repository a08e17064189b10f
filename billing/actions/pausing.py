"""The verbs that halt a subscription for a time: pause it from the next edge, and resume it."""

from datetime import datetime
from uuid import UUID

from billing import periods
from billing.actions.standing import (
    in_book_of,
    locked,
    must_go_on,
    must_not_be_cancelled,
    must_not_have_ended,
    since_billed,
    subscription_of,
    tell,
)
from billing.events import subscriptions as events
from billing.following import follow
from billing.halting import go_on, halt
from billing.models import Subscription
from billing.refusing import Refused
from motorblok.kernel.actors import Actor


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
        at = since_billed(found, at=at)
        must_not_have_ended(found)
        if found.paused_on is None:
            must_go_on(found)
            _must_have_started(found)
            found.paused_on = halt(found, at=at)
            found.state = Subscription.State.PAUSED
            found.save(update_fields=["state", "paused_on"])
            tell(events.PAUSED, found, actor=actor, at=at, facts={"paused_on": found.paused_on.isoformat()})
            follow(found, at=at)
    return found


def resume(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Charge fees again, by day from today; before the pause began it is as if it had never been agreed.

    A second time changes nothing. Raises NotFound, SubscriptionEnded, SubscriptionIsCancelled, ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        at = since_billed(found, at=at)
        must_not_have_ended(found)
        if found.paused_on:
            must_not_be_cancelled(found)
            from_on = max(found.paused_on, periods.day_of(at, zone=found.time_zone))
            go_on(found, from_on, at=at)
            found.paused_on, found.state = None, Subscription.State.ACTIVE
            found.save(update_fields=["state", "paused_on"])
            tell(events.RESUMED, found, actor=actor, at=at, facts={"from_on": from_on.isoformat()})
            follow(found, at=at)
    return found


def _must_have_started(found: Subscription) -> None:
    if found.state == Subscription.State.DRAFT:
        raise NotStarted("This subscription has not been started yet.", "Dit abonnement is nog niet gestart.")
