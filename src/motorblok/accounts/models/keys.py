"""The keys that machines sign in with."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.models.people import Person
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import new_id
from tenants.models import Client


class Side(models.TextChoices):
    """For whom a machine acts: the client itself, or a member of staff of the provider."""

    CLIENT = "client", _("client")
    PROVIDER = "provider", _("provider")


class Scope(models.TextChoices):
    """What a key may do."""

    READ = "tasks:read", _("read tasks")
    RECEIVE = "tasks:receive", _("send in tasks")
    WORK = "tasks:work", _("work on tasks")


class ApiKey(models.Model):
    """A key of one client: its secret is stored only as a keyed hash, and was shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="keys")
    side = models.CharField(max_length=8, choices=Side.choices)
    staff = models.ForeignKey(Person, models.PROTECT, null=True, related_name="keys")
    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    secret_hash = models.CharField(max_length=64)
    per_minute = models.PositiveIntegerField(default=600)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side="client", staff__isnull=True) | Q(side="provider", staff__isnull=False),
                name="accounts_key_side",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """This machine as the event book knows it."""
        return Actor("key", str(self.id), self.name)

    @property
    def subject(self) -> str:
        """This key as what an event is about."""
        return f"key:{self.id}"

    def is_live(self, *, at: datetime) -> bool:
        """Whether it was neither revoked nor has it expired."""
        return self.revoked_at is None and at < self.expires_at
