"""What people decide about money that does not come: reminders that wait, and what is paid by another way."""

from django.db import models
from django.db.models import F, Q

from billing.models.invoices import Invoice
from billing.models.parties import Debtor, LegalEntity
from billing.models.payments import Payment
from billing.models.subscriptions import SubscribedPrice
from motorblok.kernel.ids import new_id


class Hold(models.Model):
    """An invoice that nobody is reminded of: paused by us up to `until_on`, or disputed by the client until that is settled."""

    class Kind(models.TextChoices):
        """Paused counts as owed all the same; what is disputed is not held against the client."""

        PAUSED = "paused"
        DISPUTED = "disputed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    until_on = models.DateField(null=True)
    begun_by = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "kind"], condition=Q(ended_at__isnull=True), name="billing_hold_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.kind}"


class HandPayment(models.Model):
    """Money that one person says came in by another way, with evidence; it counts once a second person agrees."""

    class State(models.TextChoices):
        """Waiting for the second person, agreed to, or refused."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="by_hand")
    amount = models.BigIntegerField()
    received_on = models.DateField()
    evidence = models.CharField(max_length=500)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="by_hand")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_handpayment_amount"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
                name="billing_handpayment_second_person",
            ),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(state="proposed"), name="billing_handpayment_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.invoice_id}: {self.state}"


class StatementFile(models.Model):
    """A file of the bank that was read: when, and how much of it was new. The same bytes again only move `read_at`."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    entries = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entries} entries, {self.new} new"


class Farewell(models.Model):
    """How a client that left is let go: the archive it got, and the erasure on which two people agreed."""

    debtor = models.OneToOneField(Debtor, models.PROTECT, primary_key=True, related_name="farewell")
    archive = models.BinaryField(null=True)
    archive_sha256 = models.CharField(max_length=64)
    archived_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60, blank=True, default="")
    proposed_at = models.DateTimeField(null=True)
    not_before_on = models.DateField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("proposed_by")),
                name="billing_farewell_second_person",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="billing_farewell_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debtor_id}: archived {self.archived_at}"


class VolumeAlert(models.Model):
    """That so many percent of what a price includes were used in a period: told once each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    price = models.ForeignKey(SubscribedPrice, models.CASCADE, related_name="+")
    period_key = models.CharField(max_length=10)
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price", "period_key", "percent"], name="billing_volumealert_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.price_id} in {self.period_key}"
