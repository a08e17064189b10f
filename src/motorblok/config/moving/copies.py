"""Copies of clients, which go when their original is erased, or when nobody needs them any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.models import Event
from motorblok.audit.queries import entries
from motorblok.board.models import Row
from motorblok.config.moving.refusals import CannotMove
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants import events
from tenants.actions import erase_client
from tenants.models import Client, State


def copies_of(original: UUID) -> list[Client]:
    """The copies of a client that are still there, as the public book tells."""
    made = {UUID(each["client"]) for each in _told() if each["original"] == str(original)}
    with schema.entered(schema.PUBLIC):
        return list(Client.objects.filter(pk__in=made).exclude(state=State.ERASED).order_by("pk"))


def remove_copy(client: Client, *, at: datetime) -> None:
    """Drop a copy with all it holds. Needs the owner login. Raises CannotMove for a client that is no copy."""
    if str(client.pk) not in {each["client"] for each in _told()}:
        raise CannotMove(f"{client.name} is no copy of a client: it is not removed like this.")
    with schema.entered(schema.PUBLIC), transaction.atomic():
        Row.objects.filter(client_id=client.pk).delete()
        erase_client(client, actor=SYSTEM, at=at)


def remove_copies_of(original: UUID, *, at: datetime) -> None:
    """Drop all copies of a client that is being erased; part of the caller's transaction."""
    for copy in copies_of(original):
        remove_copy(copy, at=at)


def _told() -> list[dict[str, str]]:
    with schema.entered(schema.PUBLIC):
        ids = Event.objects.filter(kind=events.COPIED.name).values_list("id", flat=True)
        return [dict(entry.facts) for entry in entries(list(ids))]
