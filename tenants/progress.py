"""Where each client stands on its way to the migrations of this release: one row a client, for an administrator to see."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from motorblok.kernel import schema
from tenants.models import Client, ClientMigration

State = ClientMigration.State


def begin(schemas: Sequence[str], *, target: str, at: datetime) -> None:
    """Note that these clients wait for a target."""
    with schema.entered(schema.PUBLIC):
        ids = Client.objects.filter(schema_name__in=schemas).values_list("id", flat=True)
        ClientMigration.objects.bulk_create(
            [ClientMigration(client_id=each, target=target, state=State.WAITING, at=at) for each in ids],
            update_conflicts=True,
            unique_fields=["client"],
            update_fields=["target", "state", "error", "at"],
        )


def finish(arrived: Sequence[str], *, failed: Mapping[str, str], at: datetime) -> None:
    """Note who arrived, and what stopped the others."""
    with schema.entered(schema.PUBLIC):
        rows = ClientMigration.objects.all()
        rows.filter(client__schema_name__in=arrived).update(state=State.DONE, error="", at=at)
        for name, error in failed.items():
            rows.filter(client__schema_name=name).update(state=State.FAILED, error=error, at=at)
