"""What is owed: invoices and credit notes with their lines, their documents, and the series that number them."""

from django.db import models
from django.db.models import Q

from billing.models.parties import Debtor, LegalEntity
from billing.models.subscriptions import Subscription
from motorblok.kernel.ids import new_id


class Invoice(models.Model):
    """An invoice or a credit note; sums are minor units of `currency`, a credit note's are negative.

    A draft has no number. Once final nothing of it changes but `settled`: what was paid or credited of it. One that was
    dropped had nothing on it at `final_at`, and never has.
    `inputs` and `rated` are the bytes that `billing.rating` was given and answered (RFC 8785); `seller` and `buyer` are
    the parties as they were, `exchange` at which quotes its VAT is stated in the seller's own currency too (empty where
    it need not be). `period_key` names the period whose fees it carries; `purpose` why it was made.
    """

    class Kind(models.TextChoices):
        """What the document is (UNTDID 1001: 380 and 381)."""

        INVOICE = "invoice"
        CREDIT_NOTE = "credit_note"

    class Purpose(models.TextChoices):
        """For a period, for what is left after the last one, or for a reduction of another invoice."""

        PERIOD = "period"
        FINAL = "final"
        CREDIT = "credit"

    class State(models.TextChoices):
        """Still to be changed, final with a number, or given up before it was final."""

        DRAFT = "draft"
        FINAL = "final"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="invoices")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="invoices")
    subscription = models.ForeignKey(Subscription, models.PROTECT, null=True, related_name="invoices")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INVOICE)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.PERIOD)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    period_start_on = models.DateField()
    period_end_on = models.DateField()
    period_key = models.CharField(max_length=10)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="credit_notes")
    number = models.CharField(max_length=30, null=True, unique=True)  # noqa: DJ001  a draft has none
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    final_at = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    vat = models.BigIntegerField()
    total = models.BigIntegerField()
    settled = models.BigIntegerField(default=0)
    gateway = models.CharField(max_length=10)
    po_number = models.CharField(max_length=60, blank=True, default="")
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    exchange = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    inputs = models.BinaryField()
    rated = models.BinaryField()
    input_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "period_key", "purpose"],
                condition=~Q(state="dropped") & ~Q(purpose="credit"),
                name="billing_invoice_one_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(number__isnull=False, issued_on__isnull=False),
                name="billing_invoice_final_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "-issued_on"], name="billing_invoice_debtor"),
            models.Index(fields=["-made_at", "-id"], name="billing_invoice_newest"),
            models.Index(
                fields=["due_on"],
                condition=Q(state="final", kind="invoice") & ~Q(total=models.F("settled")),
                name="billing_invoice_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.period_key}"

    @property
    def owed(self) -> int:
        """What is still to be paid, in minor units."""
        return self.total - self.settled


class InvoiceLine(models.Model):
    """One printed line (billing.rating.shapes.Line); `explanation` is its steps as JSON.

    `reduces` is, on a credit note, the position of the line of the corrected invoice that it takes off from.
    """

    pk = models.CompositePrimaryKey("invoice_id", "position")
    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    name_en = models.CharField(max_length=200)
    name_nl = models.CharField(max_length=200)
    service_line = models.CharField(max_length=30, blank=True, default="")
    kind = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=10)
    unit_price = models.DecimalField(max_digits=24, decimal_places=6)
    amount = models.BigIntegerField()
    vat_category = models.CharField(max_length=20)
    vat_percent = models.DecimalField(max_digits=6, decimal_places=3)
    vat_code = models.CharField(max_length=2)
    period_start_on = models.DateField()
    period_end_on = models.DateField()
    explanation = models.JSONField(default=list)
    refs = models.JSONField(default=list)
    reduces = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.position}. {self.code}"


class NumberSeries(models.Model):
    """The last number given out by a legal entity in a year, and the day it was issued on; locked while an invoice is made final."""

    pk = models.CompositePrimaryKey("legal_entity_id", "kind", "year")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Invoice.Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    last_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Document(models.Model):
    """A final invoice as a file: the PDF that people read, the UBL that machines read. Never made twice."""

    class Format(models.TextChoices):
        """PDF/A-3 with the XML inside, or the XML alone."""

        PDF = "pdf"
        UBL = "ubl"

    pk = models.CompositePrimaryKey("invoice_id", "format")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="documents")
    format = models.CharField(max_length=3, choices=Format.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.format} of {self.invoice_id}"
