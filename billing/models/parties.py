"""Who invoices and who pays: the provider's legal entities, and each client as a debtor of one of them."""

from django.db import models
from django.db.models import Q

from motorblok.kernel.ids import new_id
from tenants.models import Client


class Address(models.Model):
    """Where a party is and how the authorities know it; `registration` is the number in the trade register (KvK)."""

    legal_name = models.CharField(max_length=200)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=20)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    vat_number = models.CharField(max_length=20, blank=True, default="")
    registration = models.CharField(max_length=30, blank=True, default="")
    email = models.EmailField()

    class Meta:
        abstract = True


class LegalEntity(Address):
    """A company of the provider's that sends invoices in a number series of its own: "2026-000123" after its prefix."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prefix = models.CharField(max_length=10, unique=True)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True, default="")
    time_zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="billing_legalentity_default"
            )
        ]

    def __str__(self) -> str:
        return str(self.legal_name)


class Life(models.TextChoices):
    """Where a debtor is in its life with us (infra/docs/billing.md): what it may do follows from this alone."""

    DRAFT = "draft"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    GRACE = "grace"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    EXPORTED = "exported"
    ERASED = "erased"


class Gateways(models.TextChoices):
    """Through which gateway a debtor pays."""

    FAKE = "fake"
    BANK = "bank"
    STRIPE = "stripe"


class Debtor(Address):
    """A client as the one who pays: its invoice address, its VAT treatment, its gateway, and where it is in its life.

    `life_since_at` is when the present life began; `must_pay_by_on` is the oldest due date that is not met, if any;
    `holds_client` says that it is billing that made the client read-only, and so opens it again.
    """

    class Treatment(models.TextChoices):
        """How VAT is charged (billing.rating.shapes.Treatment)."""

        DOMESTIC = "domestic"
        REVERSE_CHARGE = "reverse_charge"
        OUTSIDE_EU = "outside_eu"
        EXEMPT = "exempt"

    client = models.OneToOneField(Client, models.PROTECT, primary_key=True, related_name="+")
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="debtors")
    treatment = models.CharField(max_length=16, choices=Treatment.choices, default=Treatment.DOMESTIC)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    po_number = models.CharField(max_length=60, blank=True, default="")
    payment_days = models.PositiveSmallIntegerField(default=14)
    gateway = models.CharField(max_length=10, choices=Gateways.choices)
    life = models.CharField(max_length=10, choices=Life.choices, default=Life.DRAFT)
    life_since_at = models.DateTimeField()
    must_pay_by_on = models.DateField(null=True)
    holds_client = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.legal_name)
