"""Telling in time that a trial ends, so that nobody is charged unawares: once, five days before."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from billing.actions.standing import in_book_of, locked, names_of, subscription_of, tell
from billing.events import subscriptions as events
from billing.models import Subscription
from billing.periods import day_of
from motorblok.audit.queries import last_of_kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM

DAYS_BEFORE = 5

logger = logging.getLogger(__name__)


def tell_trials(*, at: datetime) -> int:
    """Tell of every trial that ends within five days, each once; returns how many were told."""
    last = at.date() + timedelta(days=DAYS_BEFORE + 1)
    with schema.entered(schema.PUBLIC):
        running = Subscription.objects.filter(state=Subscription.State.ACTIVE, cancels_on=None)
        ending = running.filter(trial_ends_on__gt=at.date() - timedelta(days=1), trial_ends_on__lte=last)
        known = list(ending.order_by("id").values_list("id", flat=True))
    return sum(_tried(subscription_id, at) for subscription_id in known)


def tell_trial(subscription_id: UUID, *, at: datetime) -> bool:
    """Tell of one trial, if its day has come and it was not told; returns whether it was told now. Raises NotFound."""
    known = subscription_of(subscription_id)
    with in_book_of(known.debtor, closed_too=True):
        found = locked(known)
        ends_on = found.trial_ends_on
        left = (ends_on - day_of(at, zone=found.time_zone)).days if ends_on else 0
        if not 0 < left <= DAYS_BEFORE or last_of_kind(f"subscription:{found.pk}", events.TRIAL_ENDING):
            return False
        facts = {**names_of(found), "trial_ends_on": str(ends_on)}
        tell(events.TRIAL_ENDING, found, actor=SYSTEM, at=at, facts=facts)
    return True


def _tried(subscription_id: UUID, at: datetime) -> bool:
    try:
        return tell_trial(subscription_id, at=at)
    except Exception:
        logger.exception("The end of a trial could not be told", extra={"subscription": str(subscription_id)})
        return False
