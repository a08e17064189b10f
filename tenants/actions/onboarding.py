"""Taking a client on step by step: that it began, and that it is finished. What was done in between is seen from what exists."""

from datetime import datetime

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants import events
from tenants.actions.life import must_not_be_closed
from tenants.models import Client, Onboarding


def begin_onboarding(client: Client, *, actor: Actor, at: datetime) -> None:
    """Put a client among those that are being taken on; one that is there already stays. Also takes a finish back.

    Raises ClientIsClosed.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        Onboarding.objects.get_or_create(client=client, defaults={"begun_at": at, "finished_at": at})
        found = Onboarding.objects.select_for_update().get(client=client)
        if found.finished_at is not None:
            found.finished_at = None
            found.save(update_fields=["finished_at"])
            _tell(events.ONBOARDING_BEGUN, client, actor=actor, at=at)


def finish_onboarding(client: Client, *, actor: Actor, at: datetime) -> None:
    """Take a client from those that are being taken on; nothing happens to one that is not among them.

    Raises ClientIsClosed.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        must_not_be_closed(client.schema_name)
        found = Onboarding.objects.select_for_update().filter(client=client, finished_at=None).first()
        if found:
            found.finished_at = at
            found.save(update_fields=["finished_at"])
            _tell(events.ONBOARDING_FINISHED, client, actor=actor, at=at)


def _tell(kind: Kind, client: Client, *, actor: Actor, at: datetime) -> None:
    book = client.schema_name if client.is_built else schema.PUBLIC
    with schema.entered(book):
        record(kind, subject=f"client:{client.pk}", actor=actor, at=at, facts={"client": str(client.pk)})
