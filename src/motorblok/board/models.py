"""The tables over all clients: the workboard's rows, the alarms that are armed, and the ledger of those that fired."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now, Replace

PRESSING = ("urgent", "high", "normal", "low")
STILL_OPEN = Q(closed_at=None)
MOST_URGENT = F("urgent_at").asc(nulls_last=True)


class Row(models.Model):
    """A task as the workboard shows it: plain values, written in the transaction that changed the task.

    `urgent_at` is the earliest breach of its clocks that run, or that were broken before they stood still; empty where
    there are none, and such rows come last.
    `due_at`, `target_kind` and `target_seconds` are those of that clock; `consumed_seconds` is what it had used of its
    target at `since_at`. `rank` is there to sort by.
    """

    pk = models.CompositePrimaryKey("client_id", "task_id")
    client_id = models.UUIDField()
    task_id = models.UUIDField()
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    service_line = models.CharField(max_length=30)
    priority = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    is_internal = models.BooleanField()
    assignee_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    urgent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    target_kind = models.CharField(max_length=20, blank=True, default="")
    target_seconds = models.PositiveIntegerField(null=True)
    waiting_for = models.CharField(max_length=20, blank=True, default="", db_default="")
    client_wrote_at = models.DateTimeField(null=True)
    consumed_seconds = models.PositiveIntegerField(null=True)
    since_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True)
    rank = models.GeneratedField(
        expression=Case(
            *(When(priority=name, then=Value(place)) for place, name in enumerate(PRESSING)),
            default=Value(len(PRESSING)),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        # A hyphen goes, for PostgreSQL would read the end of ACME-1042 as a negative number.
        expression=SearchVector(
            Replace("number", Value("-"), Value(" ")),
            Replace("title", Value("-"), Value(" ")),
            config="simple",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # The client stands in it so that the rows of others are passed over without being fetched. What waits comes
            # after what was promised nothing.
            models.Index(
                MOST_URGENT,
                "waiting_for",
                "task_id",
                "client_id",
                name="board_row_most_urgent",
                condition=STILL_OPEN,
            ),
            models.Index(
                "assignee_id",
                MOST_URGENT,
                "waiting_for",
                "task_id",
                name="board_row_of_assignee",
                condition=STILL_OPEN,
            ),
            models.Index(
                "client_id",
                MOST_URGENT,
                "waiting_for",
                "task_id",
                name="board_row_of_client",
                condition=STILL_OPEN,
            ),
            # What is due soon: by it alone that many open boards can be counted every few seconds.
            models.Index(
                fields=["due_at", "urgent_at", "client_id"], name="board_row_due", condition=STILL_OPEN
            ),
            models.Index("rank", MOST_URGENT, "task_id", name="board_row_rank", condition=STILL_OPEN),
            models.Index(F("received_at").desc(), "task_id", name="board_row_received", condition=STILL_OPEN),
            models.Index(
                "waiting_for",
                MOST_URGENT,
                "task_id",
                name="board_row_waiting",
                condition=STILL_OPEN & ~Q(waiting_for=""),
            ),
            models.Index(
                "client_wrote_at",
                "task_id",
                name="board_row_wrote",
                condition=STILL_OPEN & Q(client_wrote_at__isnull=False),
            ),
            models.Index(
                F("closed_at").desc(), "task_id", name="board_row_closed", condition=~Q(closed_at=None)
            ),
            GinIndex(fields=["search"], name="board_row_search"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Alarm(models.Model):
    """A warning or breach of one clock that will fire at an instant unless its clock is disarmed first.

    `target` is the kind of promise that the clock is for.
    """

    pk = models.CompositePrimaryKey("clock_id", "cycle", "kind")
    clock_id = models.UUIDField()
    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    client_id = models.UUIDField()
    subject = models.CharField(max_length=60)
    target = models.CharField(max_length=20, blank=True, default="", db_default="")
    fire_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["fire_at"], name="board_alarm_fire_at")]

    def __str__(self) -> str:
        return f"{self.kind} of clock {self.clock_id}"


class Fired(models.Model):
    """An alarm that fired, once and for all; `told_at` is when the client's book got its event."""

    pk = models.CompositePrimaryKey("clock_id", "cycle", "kind")
    clock_id = models.UUIDField()
    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    client_id = models.UUIDField()
    subject = models.CharField(max_length=60)
    target = models.CharField(max_length=20, blank=True, default="", db_default="")
    fire_at = models.DateTimeField()
    fired_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["client_id"], name="board_fired_untold", condition=Q(told_at=None)),
            models.Index(fields=["fire_at"], name="board_fired_breached", condition=Q(kind="breached")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of clock {self.clock_id}"
