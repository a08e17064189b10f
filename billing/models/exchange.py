"""What a euro is worth in other currencies, day by day, as finance wrote it down."""

from django.db import models
from django.db.models import Q

from motorblok.kernel.ids import new_id


class ExchangeRate(models.Model):
    """What one euro was in a currency, as `source` published it on a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(max_length=3)
    published_on = models.DateField()
    per_euro = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "published_on"], name="billing_exchangerate_day"),
            models.CheckConstraint(condition=Q(per_euro__gt=0), name="billing_exchangerate_above_zero"),
        ]

    def __str__(self) -> str:
        return f"1 EUR = {self.per_euro} {self.currency} on {self.published_on}"
