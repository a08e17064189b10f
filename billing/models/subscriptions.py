"""What a client subscribes to: the agreed terms, and each price with how much of it and from when until when."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from billing.models.catalogue import Plan, Price
from billing.models.parties import Debtor
from motorblok.kernel.ids import new_id


class Subscription(models.Model):
    """One client's subscription; its periods are walked from `anchor_on` in steps of the plan's months.

    Days are those of `time_zone`. Fees are charged for the period that begins (`fees_in` advance) or the one that ended
    (arrears); usage always afterwards. An invoice is final `grace_days` after the period's edge, so that late usage is
    still in it. `cancels_on` is the first day without it, `paused_on` the first without fees. With a trial, `anchor_on`
    is `trial_ends_on`. With `takes_only_subscribed` work for other service lines is refused at intake. Which prices hold
    when, `prices` alone says.
    """

    class State(models.TextChoices):
        """Drawn up, in force, halted for a time, or ended."""

        DRAFT = "draft"
        ACTIVE = "active"
        PAUSED = "paused"
        ENDED = "ended"

    class FeesIn(models.TextChoices):
        """When fees are charged."""

        ADVANCE = "advance"
        ARREARS = "arrears"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="subscriptions")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField()
    anchor_on = models.DateField()
    trial_ends_on = models.DateField(null=True)
    cancels_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    fees_in = models.CharField(max_length=8, choices=FeesIn.choices, default=FeesIn.ADVANCE)
    grace_days = models.PositiveSmallIntegerField(default=3)
    po_number = models.CharField(max_length=60, blank=True, default="")
    takes_only_subscribed = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debtor"], condition=~Q(state="ended"), name="billing_subscription_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(months__in=[1, 12]), name="billing_subscription_months"),
        ]

    def __str__(self) -> str:
        return f"{self.debtor_id}: {self.plan_id}"


class Conditions(models.Model):
    """What is agreed about the whole of a subscription for the periods that start on `from_on` or later.

    `minimum` is in minor units an invoice; prices rise by `index_percent` in periods from `index_from_on` on. The newest
    that has begun holds; where there is none there is no minimum, discount or index.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="conditions")
    from_on = models.DateField()
    minimum = models.BigIntegerField(null=True)
    discount_percent = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    index_percent = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    index_from_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "from_on"], name="billing_conditions_from"),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="billing_conditions_minimum"),
            models.CheckConstraint(
                condition=Q(discount_percent__gte=0) & Q(discount_percent__lte=100),
                name="billing_conditions_discount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} from {self.from_on}"


class SubscribedPriceManager(models.Manager["SubscribedPrice"]):
    """Reads each row with its price: nobody wants one without the other."""

    def get_queryset(self) -> models.QuerySet["SubscribedPrice"]:
        return super().get_queryset().select_related("price")


class SubscribedPrice(models.Model):
    """A price in a subscription from `from_on` up to, not including, `until_on`; a change ends one and begins another.

    `made_at` and `ended_at` are when that was agreed: an invoice that was final before knows nothing of it, and what it
    charged is put right on the next one (`billing.terms.changes_in`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="prices")
    price = models.ForeignKey(Price, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(1))
    discount_percent = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SubscribedPriceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) ^ Q(ended_at__isnull=False),
                name="billing_subscribedprice_ended",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="billing_subscribedprice_quantity"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="billing_subscribedprice_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.price_id} from {self.from_on}"
