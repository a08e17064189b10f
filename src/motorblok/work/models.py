"""The tables of the work itself: tasks, and the series that number them (client schema)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from motorblok.audit.models import Audience
from motorblok.kernel.ids import new_id
from motorblok.work.subjects import subject_of
from motorblok.work.wording import in_hours


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    TAKEN = "taken", _("In progress")
    WAITING = "waiting", _("Waiting")
    RESOLVED = "resolved", _("Resolved")
    CANCELLED = "cancelled", _("Cancelled")


CLOSED = (State.RESOLVED, State.CANCELLED)


class Party(models.TextChoices):
    """Whose answer the work waits for."""

    CLIENT = "client", _("the client")
    THIRD_PARTY = "third_party", _("a third party")


class Task(models.Model):
    """One piece of work. Its history, its messages and its clocks are in the event book; this row is where it stands now.

    `requester_id` is the contact who asked for it, `assignee_id` the staff member who is to do it: people are in the
    public schema, so these are plain ids. An internal task does not exist for the client. `version` rises with every
    change that somebody could overlook; a client must never see it, for internal changes count too. `question` is what
    the work waits for, and `client_wrote_at` when the client wrote the oldest message that is not answered yet.
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
    cancelled_at = models.DateTimeField(null=True)
    waiting_for = models.CharField(
        max_length=12, choices=Party.choices, blank=True, default="", db_default=""
    )
    waiting_since = models.DateTimeField(null=True)
    question = models.TextField(blank=True, default="", db_default="")
    client_wrote_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

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
            models.CheckConstraint(
                name="work_task_cancelled_at",
                condition=models.Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~models.Q(state=State.CANCELLED) & models.Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="work_task_waiting",
                condition=models.Q(state=State.WAITING, waiting_since__isnull=False)
                & ~models.Q(waiting_for="")
                | (~models.Q(state=State.WAITING) & models.Q(waiting_for="", waiting_since=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def subject(self) -> str:
        """How the event book names it."""
        return subject_of(self.id)

    @property
    def audience(self) -> Audience:
        """Who may ever see what happens to it."""
        return Audience.INTERNAL if self.is_internal else Audience.CLIENT

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state not in CLOSED

    @property
    def closed_at(self) -> datetime | None:
        """When it was resolved or cancelled; None while it is open."""
        return self.resolved_at or self.cancelled_at

    @property
    def is_waiting_for_client(self) -> bool:
        """Whether the next step is the client's."""
        return self.waiting_for == Party.CLIENT


class Series(models.Model):
    """Numbers tasks, rising and never reused. Internal tasks have their own series, so that gaps betray nothing."""

    is_internal = models.BooleanField(primary_key=True)
    prefix = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class TimeEntry(models.Model):
    """Time that somebody worked on a task, in seconds; taken back by an entry below 0, which `corrects` it.

    `event_id` is the event that told of it, `worked_on` a day of the client's time zone. `staff_id` is who worked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="time")
    staff_id = models.UUIDField()
    seconds = models.IntegerField()
    worked_on = models.DateField()
    note = models.TextField(blank=True, default="")
    booked_at = models.DateTimeField()
    event_id = models.UUIDField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_timeentry_sign",
                condition=models.Q(seconds__gt=0, corrects=None)
                | models.Q(seconds__lt=0, corrects__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s on {self.worked_on}"

    @property
    def hours(self) -> str:
        """How long, as hours and minutes: 1:30, without a sign."""
        return in_hours(abs(self.seconds))
