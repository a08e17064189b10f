"""What came in: payments, which invoices they settle, the bank's statements, and what people were reminded of."""

from django.db import models
from django.db.models import Q

from billing.models.invoices import Invoice
from billing.models.parties import Debtor, LegalEntity
from motorblok.kernel.ids import new_id


class Payment(models.Model):
    """Money that came in through a gateway (`amount` above 0) or went back (below 0); known by the gateway's own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="payments")
    gateway = models.CharField(max_length=10)
    external_id = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    received_on = models.DateField()
    payer = models.CharField(max_length=200, blank=True, default="")
    reference = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "external_id"], name="billing_payment_external"),
            models.CheckConstraint(condition=~Q(amount=0), name="billing_payment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} ({self.gateway})"


class Allocation(models.Model):
    """How much of a payment, or of a credit note, settles an invoice; taken back by a row with the opposite sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="allocations")
    credit_note = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(payment__isnull=True) ^ Q(credit_note__isnull=True),
                name="billing_allocation_one_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.invoice_id}"


class StatementEntry(models.Model):
    """One entry of a bank statement, imported once however often the file is sent; `amount` in minor units, + is in.

    `text`, `references`, `kind` and `bank_reason` are what the bank said (billing.documents.camt.Entry), kept so that it
    can be matched again; `times_matched` counts how often it became a payment, for a wrong one is undone by another.
    """

    class State(models.TextChoices):
        """Not understood yet, understood, or none of ours."""

        OPEN = "open"
        MATCHED = "matched"
        IGNORED = "ignored"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="entries")
    iban = models.CharField(max_length=34)
    reference = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    payer = models.CharField(max_length=200, blank=True, default="")
    payer_iban = models.CharField(max_length=34, blank=True, default="")
    text = models.TextField(blank=True, default="")
    references = models.JSONField(default=list)
    kind = models.CharField(max_length=8, default="payment")
    bank_reason = models.CharField(max_length=10, blank=True, default="")
    ignored_because = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="entries")
    times_matched = models.PositiveSmallIntegerField(default=0)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["iban", "reference", "digest"], name="billing_statemententry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount} {self.currency}"


class Reminder(models.Model):
    """A step of asking for an overdue invoice, taken once: its number from 1, and when."""

    pk = models.CompositePrimaryKey("invoice_id", "step")
    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="reminders")
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.step}"
