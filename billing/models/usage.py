"""What was counted: the ledger of usage. Rows are only ever added; a correction is a row with the opposite sign."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan

from billing.models.invoices import Invoice
from motorblok.kernel.ids import new_id
from tenants.models import Client


class UsageRecord(models.Model):
    """One billable fact of one event. `quantity` is in `unit` (piece, second, seat); `occurred_at` is when it happened.

    `period_key` is the period it belongs to in the subscription's time zone, "" where the client has no subscription
    then. `book` and `event_id` name the event it was read from, `part` which of the event's facts. `subject` is the
    event's own ("task:..."); `number` what people call it ("ACME-1042"). A correction names what it `corrects`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    book = models.CharField(max_length=63)
    event_id = models.UUIDField()
    part = models.PositiveSmallIntegerField(default=0)
    meter = models.CharField(max_length=40)
    service_line = models.CharField(max_length=30)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=10)
    subject = models.CharField(max_length=60, blank=True, default="")
    number = models.CharField(max_length=30, blank=True, default="")
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    period_key = models.CharField(max_length=10, blank=True, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "event_id", "part"], name="billing_usagerecord_event"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="billing_usagerecord_once"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "period_key", "meter"], name="billing_usage_period"),
            models.Index(fields=["client", "occurred_at"], name="billing_usage_occurred"),
            # A little more than what is too late (billing.bills.LATE_DAYS): a day is not 24 hours everywhere.
            models.Index(
                F("client"),
                condition=Q(GreaterThan(F("recorded_at") - F("occurred_at"), timedelta(days=34))),
                name="billing_usage_late",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.meter} ({self.service_line})"


class BilledUsage(models.Model):
    """Says on which invoice, and on which of its lines, a record of usage stands; written when the invoice is final."""

    record = models.OneToOneField(UsageRecord, models.PROTECT, primary_key=True, related_name="billed")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="usage")
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["invoice", "position"], name="billing_billedusage_line")]

    def __str__(self) -> str:
        return f"{self.record_id} on {self.invoice_id}"


class ParkedUsage(models.Model):
    """A billable fact of an event that could not be counted, as it stands there, and why; nothing of it is lost.

    It is read again by a backfill, or when a person asks, and counts as settled once there is a record of it, or once
    somebody let it go with a reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    book = models.CharField(max_length=63)
    event_id = models.UUIDField()
    part = models.PositiveSmallIntegerField(default=0)
    fact = models.JSONField(null=True)
    fault = models.CharField(max_length=300)
    parked_at = models.DateTimeField()
    let_go_because = models.CharField(max_length=300, blank=True, db_default="")
    let_go_by = models.CharField(max_length=60, blank=True, db_default="")
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "event_id", "part"], name="billing_parkedusage_event")
        ]
        indexes = [
            models.Index(
                fields=["-parked_at"], condition=Q(let_go_at__isnull=True), name="billing_parkedusage_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.event_id}: {self.fault}"
