"""What people decided about money that no rule decides: usage that came too late, and what an hour of work costs us."""

from django.db import models
from django.db.models import Q

from billing.models.subscriptions import Subscription
from motorblok.kernel.ids import new_id


class LateUsageDecision(models.Model):
    """Whether usage of a period that was recorded too late, up to `decided_at`, is charged after all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="late_usage_decisions")
    period_key = models.CharField(max_length=10)
    is_charged = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subscription", "period_key", "decided_at"], name="billing_latedecision")
        ]

    def __str__(self) -> str:
        return f"{self.period_key}: {'charged' if self.is_charged else 'let go'}"


class CostRate(models.Model):
    """What an hour booked for a service line costs the provider, in minor units, from a day on; the newest that has begun holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service_line = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    per_hour = models.BigIntegerField()
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_line", "currency", "from_on"], name="billing_costrate_from"
            ),
            models.CheckConstraint(condition=Q(per_hour__gte=0), name="billing_costrate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.service_line}: {self.per_hour} {self.currency} from {self.from_on}"
