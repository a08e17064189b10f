"""The tables of upgrades: how far each client's schema is, from what new ones are built, and how far backfills are."""

from django.db import models

from motorblok.kernel.ids import new_id
from tenants.models.clients import Client


class ClientMigration(models.Model):
    """How far one client's schema is on its way to the migrations of this release."""

    class State(models.TextChoices):
        """Waiting for its turn, at the target, or stopped by an error."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    target = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    error = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.state}"


class SchemaTemplate(models.Model):
    """What the schema of a new client is made of, as the last migrate left it.

    A process of the release before builds by it too, so that all clients are alike at any time.
    """

    fingerprint = models.CharField(max_length=64, primary_key=True)
    statements = models.JSONField()
    keys = models.JSONField()
    shape = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint


class BackfillRun(models.Model):
    """How far a backfill has come in one client's schema, or in the public one (no client)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(
        Client, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=150)
    rows = models.BigIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "name"], name="tenants_backfillrun_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.rows} rows of {self.client_id}"
