"""The provisioner's tasks, on a queue of their own that only the owner login serves; and the one that asks DNS, on the usual queue."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from tenants import actions, drift, proving, queries

logger = logging.getLogger(__name__)


@shared_task
def provision(*, client: str) -> None:
    """Build one client's schema."""
    actions.provision(UUID(client), at=timezone.now())


@shared_task
def sweep_opening() -> int:
    """Build what is still opening because a message was lost; returns how many clients it found."""
    waiting = queries.opening_clients()
    for client in waiting:
        provision.delay(client=str(client.id))
    return len(waiting)


@shared_task
def check_drift() -> int:
    """Say in the log which client schemas differ from the template; returns how many."""
    found = drift.drifted()
    for each in found:
        logger.error("%s differs: lacks %s, has %s", each.schema_name, each.missing, each.extra)
    return len(found)


@shared_task
def check_claims() -> int:
    """Ask DNS about the addresses whose proof is to be looked for again; returns about how many."""
    proving.adopt_what_is_served(at=timezone.now())
    return proving.check_due(at=timezone.now())
