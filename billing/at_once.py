"""What a gateway has charged already when a subscription begins there: our invoice of that period is final as it was charged."""

import logging
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions.drafts import draft_invoice
from billing.actions.finalising import finalise
from billing.actions.standing import subscription_of
from billing.models import Invoice
from billing.periods import day_of
from billing.queries.previews import next_bill
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError

logger = logging.getLogger(__name__)


def finalise_what_is_charged(
    subscription_id: UUID, *, from_on: date, actor: Actor = SYSTEM, at: datetime
) -> bool:
    """Make the invoice of the period that began on `from_on` final without its days of grace; returns whether it was made so now.

    What is agreed from then on stands on the next one: nothing can be put on an invoice that was paid. Where it
    cannot be made final, the run that bills says why. Raises NotFound.
    """
    subscription = subscription_of(subscription_id)
    with schema.entered(schema.PUBLIC):
        wanted = next_bill(subscription)
        if wanted is None or (wanted.purpose, wanted.period.start) != (Invoice.Purpose.PERIOD, from_on):
            return False
        if day_of(at, zone=subscription.time_zone) < from_on:
            return False
        try:
            with transaction.atomic():
                draft = draft_invoice(subscription, wanted.period, actor=actor, at=at)
                return finalise(draft.id, actor=actor, at=at).state == Invoice.State.FINAL
        except DomainError as refusal:
            logger.warning(
                "What the gateway charged of %s is no final invoice yet: %s", subscription_id, refusal
            )
            return False
