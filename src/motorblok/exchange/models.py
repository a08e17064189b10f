"""What may arrive twice: requests already answered, and what an import already brought in (public schema)."""

from django.db import models
from django.db.models.functions import Now


class Answered(models.Model):
    """The answer to one request of one sender, kept so that a repeat gets the same answer and does nothing again."""

    pk = models.CompositePrimaryKey("client_id", "sender", "key")
    client_id = models.UUIDField()
    sender = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["at"], name="exchange_answered_at")]

    def __str__(self) -> str:
        return self.key


class Imported(models.Model):
    """One thing that an import made: a second import of the same log finds it and makes nothing again.

    `log` is the log's own name, `key` the thing's key in it, `made_id` what it became. `digest` is the SHA-256 of a
    task's lines. The row is written in the transaction that made the thing.
    """

    class What(models.TextChoices):
        """What it became: a client, the terms of a client, a member of staff, a task."""

        CLIENT = "client"
        TERMS = "terms"
        PERSON = "person"
        TASK = "task"

    pk = models.CompositePrimaryKey("log", "what", "key")
    log = models.CharField(max_length=40)
    what = models.CharField(max_length=6, choices=What.choices)
    key = models.CharField(max_length=100)
    made_id = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} {self.key} of {self.log}"
