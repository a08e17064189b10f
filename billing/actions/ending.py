"""The end of a subscription that was cancelled: it comes with its day, and its last invoices follow."""

from datetime import datetime
from uuid import UUID

from billing.actions.standing import in_book_of, locked, subscription_of, tell
from billing.events import subscriptions as events
from billing.following import follow
from billing.models import Subscription
from billing.periods import day_of
from motorblok.kernel.actors import Actor


def end_what_is_over(subscription_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Note that a subscription has ended, once its day has come; returns whether it was noted now.

    From then on its client may have another one. What it still has to pay is invoiced all the same. Raises NotFound.
    """
    known = subscription_of(subscription_id)
    if not _is_over(known, at=at):
        return False
    with in_book_of(known.debtor, closed_too=True):
        found = locked(known)
        if not _is_over(found, at=at) or found.cancels_on is None:
            return False
        found.state = Subscription.State.ENDED
        found.save(update_fields=["state"])
        tell(events.ENDED, found, actor=actor, at=at, facts={"cancels_on": found.cancels_on.isoformat()})
        follow(found, at=at)
    return True


def _is_over(found: Subscription, *, at: datetime) -> bool:
    """Whether the day on which it ends has come and nobody has noted that yet."""
    goes_on = found.state in (Subscription.State.ACTIVE, Subscription.State.PAUSED)
    return bool(goes_on and found.cancels_on and found.cancels_on <= day_of(at, zone=found.time_zone))
