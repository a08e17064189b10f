"""What is on offer: plans and their prices. A version is never changed once it is published; a new price is a new version."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from motorblok.kernel.ids import new_id


class Plan(models.Model):
    """Something that a client can subscribe to: a set of prices for one or more service lines in one currency."""

    class State(models.TextChoices):
        """Being drawn up, on offer, or no longer offered: who has it keeps it."""

        DRAFT = "draft"
        OFFERED = "offered"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    interval_months = models.PositiveSmallIntegerField()
    trial_days = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(interval_months__in=[1, 12]), name="billing_plan_interval")
        ]

    def __str__(self) -> str:
        return self.code


class PlanVersion(models.Model):
    """The prices of a plan from `valid_from_on`; `published_at` is empty while it can still be changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from_on = models.DateField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="billing_planversion_number"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Price(models.Model):
    """One price of a plan's version; the fields are those of `billing.rating.shapes.PriceItem`.

    `tiers` is a list of {"up_to": text or null, "unit_price": text, "flat": text}: Decimals as text.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="prices")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name_en = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    service_line = models.CharField(max_length=30)
    model = models.CharField(max_length=8)
    interval = models.CharField(max_length=5)
    unit_price = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    included = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(0))
    tiers = models.JSONField(default=list)
    tier_mode = models.CharField(max_length=10, default="graduated")
    meter = models.CharField(max_length=40, blank=True, default="")
    seat_rule = models.CharField(max_length=8, default="peak")
    vat_category = models.CharField(max_length=20, default="standard")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="billing_price_code"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="billing_price_not_negative"),
            models.CheckConstraint(condition=Q(included__gte=0), name="billing_price_included"),
        ]

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """The VAT of a country for a category from a day on, in percent; the newest that has begun holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    category = models.CharField(max_length=20)
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "category", "from_on"], name="billing_taxrate_from"),
            models.CheckConstraint(
                condition=Q(percent__gte=0) & Q(percent__lte=100), name="billing_taxrate_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.category} {self.percent} % from {self.from_on}"
