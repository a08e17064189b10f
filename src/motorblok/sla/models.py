"""The tables of what was promised: calendars and agreements in versions, and the clocks that run (client schema)."""

from django.db import models

from motorblok.audit.models import Audience
from motorblok.kernel.ids import new_id


class Calendar(models.Model):
    """Working hours under a name; what the hours are, its versions say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)

    class Meta:
        # Not unique=True: that would bring an index for LIKE along, a thousand times.
        constraints = [models.UniqueConstraint(fields=["name"], name="sla_calendar_name")]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """Working hours from a date on, as `content` says (see business_time.Calendar); once confirmed it never changes.

    `holidays` gives names to dates of the content: objects of `on`, `name` and `is_estimated`. Until a person has
    confirmed the version, its holidays are a proposal and no clock uses it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    holidays = models.JSONField(default=list)
    effective_on = models.DateField()
    confirmed_by = models.CharField(max_length=60, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="sla_calendar_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} version {self.number}"


class Agreement(models.Model):
    """What provider and client promised each other, under a name; what it is, its versions say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="sla_agreement_name")]

    def __str__(self) -> str:
        return self.name


class AgreementVersion(models.Model):
    """The terms from an instant on, as `content` says (see terms.read); it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    effective_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="sla_agreement_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} version {self.number}"


class Clock(models.Model):
    """One target running on one subject: the pinned promise, and a cache of what folding its signals gives.

    `subject` is the name in the event book ("task:<id>"). Seconds are business time; `consumed_seconds` are those
    until `refreshed_at`. `stopped_at` is when the target was reached or given up. The verdict stands in `outcome`
    (met, breached) with `decided_at` from when the clock has stopped; a clock that still runs is late as soon as
    `breach_at` has passed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    cycle = models.PositiveSmallIntegerField()
    audience = models.SmallIntegerField(choices=Audience.choices)
    promise = models.JSONField()
    target_seconds = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    consumed_seconds = models.PositiveIntegerField()
    refreshed_at = models.DateTimeField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind", "cycle"], name="sla_clock_subject")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"
