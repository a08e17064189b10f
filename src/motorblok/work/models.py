"""The tables of the work itself: tasks, and the series that number them (client schema)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from motorblok.audit.models import Audience
from motorblok.kernel.ids import new_id


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    TAKEN = "taken", _("In progress")
    RESOLVED = "resolved", _("Resolved")


class Task(models.Model):
    """One piece of work. Its history and its clocks are in the event book; this row is where it stands now.

    `requester_id` is the contact who asked for it, `assignee_id` the staff member who is to do it: people are in the
    public schema, so these are plain ids. An internal task does not exist for the client.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    service_line = models.CharField(max_length=30)
    level = models.CharField(max_length=20, blank=True)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    is_internal = models.BooleanField()
    requester_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    answer = models.TextField(blank=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("is_internal", models.F("received_at").desc(), "id", name="work_task_received")
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="work_task_number"),
            models.CheckConstraint(
                name="work_task_resolved_at",
                condition=models.Q(state=State.RESOLVED, resolved_at__isnull=False)
                | (~models.Q(state=State.RESOLVED) & models.Q(resolved_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def subject(self) -> str:
        """How the event book names it."""
        return f"task:{self.id}"

    @property
    def audience(self) -> Audience:
        """Who may ever see what happens to it."""
        return Audience.INTERNAL if self.is_internal else Audience.CLIENT

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state != State.RESOLVED


class Series(models.Model):
    """Numbers tasks, rising and never reused. Internal tasks have their own series, so that gaps betray nothing."""

    is_internal = models.BooleanField(primary_key=True)
    prefix = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"
