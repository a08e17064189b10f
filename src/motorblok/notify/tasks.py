"""What notify does later: send the mail that waits, and forget what is old."""

from celery import shared_task
from django.utils.timezone import now

from motorblok.kernel import schema
from motorblok.notify import sending
from motorblok.notify.actions import forget_old


@shared_task
def send_mail() -> int:
    """Send the mail that is due."""
    return sending.send_due(at=now())


@shared_task
def forget_notices() -> int:
    """Delete the notices of half a year ago."""
    with schema.entered(schema.PUBLIC):
        return forget_old(at=now())
