"""What a client is entitled to, in one place; and the verbs by which its subscription says that only its own work is taken."""

from datetime import datetime
from uuid import UUID

from billing.actions.standing import in_book_of, locked, must_not_have_ended, subscription_of
from billing.allowing import allow
from billing.events import life as events
from billing.models import Subscription
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor


def limit_intake(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Take only work for the service lines that are subscribed; the provider's own work is taken all the same. Twice is once.

    Raises NotFound, SubscriptionEnded, ClientIsClosed.
    """
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        must_not_have_ended(found)
        if not found.takes_only_subscribed:
            found.takes_only_subscribed = True
            found.save(update_fields=["takes_only_subscribed"])
            record(events.INTAKE_LIMITED, subject=f"subscription:{found.pk}", actor=actor, at=at)
            allow(found.debtor, actor=actor, at=at)
    return found


def open_intake(subscription_id: UUID, *, actor: Actor, at: datetime) -> Subscription:
    """Take work for all service lines again. Twice is once. Raises NotFound, SubscriptionEnded, ClientIsClosed."""
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor):
        found = locked(known)
        must_not_have_ended(found)
        if found.takes_only_subscribed:
            found.takes_only_subscribed = False
            found.save(update_fields=["takes_only_subscribed"])
            record(events.INTAKE_OPENED, subject=f"subscription:{found.pk}", actor=actor, at=at)
            allow(found.debtor, actor=actor, at=at)
    return found
