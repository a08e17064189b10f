"""Building a client's schema, by the owner login, and trying again when that failed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from tenants import events, hosts, kept, sharding, template, turns
from tenants.models import Client, State


def provision(client_id: UUID, *, at: datetime) -> Client:
    """Build the client's schema from the template, run the provision steps in it and open the client.

    All in one transaction; a client that is built already is left as it is. Needs the owner login. A failure is
    noted in the client's row and in the public book, then raised. Raises Client.DoesNotExist.
    """
    with schema.entered(schema.PUBLIC):
        try:
            return _build(client_id, at=at)
        except Exception as error:
            _note_failure(client_id, error, at=at)
            raise


@transaction.atomic
def retry_provisioning(client_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Forget the failure and have the client built again; nothing happens to one that is built."""
    with schema.entered(schema.PUBLIC):
        client = _locked(client_id)
        if client.state != State.OPENING:
            return
        client.failure = ""
        client.save(update_fields=["failure"])
        record(events.BUILD_RETRIED, subject=f"client:{client.id}", actor=actor, at=at, facts=_facts(client))


def _build(client_id: UUID, *, at: datetime) -> Client:
    kept.in_force()  # outside the transaction: it may take a lock and a scratch schema
    with transaction.atomic():
        client = _locked(client_id)
        if client.state != State.OPENING:
            return client
        _need_not_wait_for_the_disk()
        turns.build_along()
        template.build(client.schema_name, kept.in_force())
        sharding.place(client.schema_name)
        client.state, client.provisioned_at, client.failure = State.OPEN, at, ""
        client.save(update_fields=["state", "provisioned_at", "failure"])
        with schema.entered(client.schema_name):
            for step in import_string(settings.MOTORBLOK_PROVISION_STEPS):
                import_string(step)(client)
            facts = {"client": str(client.id)}
            record(events.PROVISIONED, subject=f"client:{client.id}", actor=SYSTEM, at=at, facts=facts)
        hosts.forget_after_commit()
    return client


def _need_not_wait_for_the_disk() -> None:
    # A power cut may take all of it back, as one: the client is then still to be built, and the next sweep builds it.
    # Whatever is committed after it with the usual care brings it to the disk.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


@transaction.atomic
def _note_failure(client_id: UUID, error: Exception, *, at: datetime) -> None:
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None or client.state != State.OPENING:
        return
    client.failure = f"{type(error).__name__}: {error}"
    client.save(update_fields=["failure"])
    record(
        events.BUILD_FAILED,
        subject=f"client:{client.id}",
        actor=SYSTEM,
        at=at,
        facts=_facts(client),
        private={"error": client.failure},
    )


def _locked(client_id: UUID) -> Client:
    return Client.objects.select_for_update().get(pk=client_id)


def _facts(client: Client) -> dict[str, str]:
    return {"client": str(client.id), "slug": client.slug}
