"""What is not kept for ever of what gateways told: bodies hold names and addresses of people."""

from datetime import datetime, timedelta

from billing.models import InboundEvent
from motorblok.kernel import schema

KEPT = timedelta(days=90)
OVER = (InboundEvent.State.DONE, InboundEvent.State.IGNORED)


def scrub(*, at: datetime) -> int:
    """Empty the bodies of what was worked off and is older than 90 days; the ids stay. Returns how many."""
    with schema.entered(schema.PUBLIC):
        old = InboundEvent.objects.filter(received_at__lt=at - KEPT, state__in=OVER)
        return old.exclude(body=b"").update(body=b"")
