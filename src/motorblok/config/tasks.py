"""The tasks that need every floor, on the queue that only the owner login serves."""

from celery import shared_task
from django.utils.timezone import now

from motorblok.config.erasing import erase_what_is_due


@shared_task
def erase_clients() -> int:
    """Erase the clients on whose erasure two people agreed and whose day has come; returns how many."""
    return erase_what_is_due(at=now())
