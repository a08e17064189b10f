"""What billing does later, by itself: make the invoices that are due."""

from celery import shared_task
from django.utils.timezone import now

from billing.actions.scheduling import bill_what_is_due


@shared_task
def bill() -> int:
    """Make every invoice that is due; returns how many were made final. What fails is logged and tried in the next turn."""
    return bill_what_is_due(at=now()).finalised
