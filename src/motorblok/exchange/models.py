"""What machines and forms may send twice: the answers already given (public schema)."""

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
