"""The provisioner's tasks, on a queue of their own that only the owner login serves."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from tenants import actions, queries


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
