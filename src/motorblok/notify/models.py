"""The table of what people are to hear of: one row for a person and an event, which holds ids and no words (public schema)."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from motorblok.accounts.models import Person
from motorblok.kernel.ids import new_id

# A mail about what happened longer ago would only puzzle; the inbox has it.
TOO_OLD_FOR_MAIL = timedelta(hours=24)


class Mailing(models.TextChoices):
    """Where a notice is on its way into the mail: not meant for it, waiting, gone out, or never to go out any more."""

    NONE = "none"
    DUE = "due"
    SENT = "sent"
    DROPPED = "dropped"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        """Those that nobody has opened."""
        return self.filter(read_at=None)

    def due(self, *, at: datetime) -> Self:
        """Those that may be mailed at this instant and were not."""
        return self.filter(mailing=Mailing.DUE, mail_at__lte=at)

    def of(self, person_id: UUID) -> Self:
        """Those of one person."""
        return self.filter(person_id=person_id)


class Notice(models.Model):
    """One thing that one person is to hear of: an event in a client's book, about a task or another `topic`.

    Its words are made from the event when somebody reads it, and only for who may see the task then. Of another topic
    (motorblok.notify.topics) `task_id` and `number` are those of the thing, and its words are for its readers alone. `is_own` tells
    that the person asked for the task or is to do it. `at` is when it happened, `told_at` when this row was written,
    `mail_at` from when on a mail may go out, and `sent_at` when it did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    client_id = models.UUIDField()
    schema = models.CharField(max_length=63)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    topic = models.CharField(max_length=10, blank=True, default="", db_default="")
    task_id = models.UUIDField()
    number = models.CharField(max_length=30)
    service_line = models.CharField(max_length=30)
    is_own = models.BooleanField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    mailing = models.CharField(max_length=7, choices=Mailing.choices, default=Mailing.NONE)
    mail_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "schema", "event_id"], name="notify_notice_once")
        ]
        indexes = [
            models.Index("person", F("at").desc(), F("id").desc(), name="notify_notice_newest"),
            models.Index(
                fields=["person", "client_id", "task_id"],
                name="notify_notice_unread",
                condition=Q(read_at=None),
            ),
            models.Index(fields=["mail_at", "person"], name="notify_notice_due", condition=Q(mailing="due")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.number} for {self.person_id}"
