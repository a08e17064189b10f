"""What a broken promise costs: the clause of a subscription that turns a missed attainment into a credit."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from billing.models.subscriptions import Subscription
from motorblok.kernel.ids import new_id


class SlaClause(models.Model):
    """What is agreed for one metric of one service line, for the months that begin from `from_on` up to `until_on`.

    `metric` is a kind of target (first_response, next_response, resolution) or "" for all. `target` is the percentage
    promised. `tiers` is a list of {"below": text, "percent": text}: an attainment below that percentage gives that
    percentage of the month's fee of the service line; the lowest that is missed counts. With fewer clocks than
    `min_sample` no credit is given; all clauses of a service line together give at most `cap_percent` of the fee.
    `excluded` is a list of {"from_on": day, "until_on": day, "reason": text}: what was decided on those days counts for
    nothing. `claim_days` None: its credits are proposed by themselves; a number: only if the client claims them within so
    many days after the month. Staff is alerted when it is missed in `alert_missed` of `alert_months` months. After `earn_back_months` months in a row at the target or better a credit is taken back; 0 is never.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="clauses")
    service_line = models.CharField(max_length=30)
    metric = models.CharField(max_length=20, blank=True, default="")
    target = models.DecimalField(max_digits=9, decimal_places=6)
    tiers = models.JSONField(default=list)
    min_sample = models.PositiveIntegerField(default=0)
    cap_percent = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(25))
    earn_back_months = models.PositiveSmallIntegerField(default=0)
    claim_days = models.PositiveSmallIntegerField(null=True)
    alert_missed = models.PositiveSmallIntegerField(default=3, db_default=3)
    alert_months = models.PositiveSmallIntegerField(default=3, db_default=3)
    excluded = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "service_line", "metric"],
                condition=Q(until_on__isnull=True),
                name="billing_slaclause_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(target__gte=0) & Q(target__lte=100), name="billing_slaclause_target"
            ),
            models.CheckConstraint(
                condition=Q(alert_missed__gte=1) & Q(alert_missed__lte=F("alert_months")),
                name="billing_slaclause_alert",
            ),
            models.CheckConstraint(
                condition=Q(cap_percent__gte=0) & Q(cap_percent__lte=100), name="billing_slaclause_cap"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_line} {self.metric or 'all'}: {self.target} %"
