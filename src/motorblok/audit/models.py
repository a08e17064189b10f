"""The tables of one event book: the events, what may be erased from them, and the two queues of those not yet sealed and not yet read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from motorblok.kernel.ids import new_id


class Audience(models.IntegerChoices):
    """Who may ever see an event. What a given viewer sees of it, visibility decides."""

    INTERNAL = 0, "internal"
    CLIENT = 1, "client"


class Event(models.Model):
    """One thing that happened. `leaf` is the whole truth and never changes; the other columns are an index to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    audience = models.SmallIntegerField(choices=Audience.choices)
    signals = ArrayField(models.CharField(max_length=30), default=list)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["subject", "occurred_at", "id"], name="audit_event_subject")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"


class Disclosure(models.Model):
    """The opening of one commitment in a leaf: a personal or free-text value with its salt. Erasing deletes it."""

    pk = models.CompositePrimaryKey("event_id", "field")
    event_id = models.UUIDField()
    field = models.CharField(max_length=60)
    salt = models.CharField(max_length=22)
    value = models.TextField()

    def __str__(self) -> str:
        return f"{self.field} of {self.event_id}"


class Unsealed(models.Model):
    """An event that no checkpoint covers yet."""

    event_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.event_id)


class Unread(models.Model):
    """An event that the readers have not looked at yet."""

    event_id = models.UUIDField(primary_key=True)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.event_id)
