"""What a client asks back: a promise that it thinks was missed, who looked at it, and what came of it."""

from django.db import models
from django.db.models import Q

from billing.models.parties import Debtor
from motorblok.kernel.ids import new_id


class Claim(models.Model):
    """A contact's words that a promise of a service line was missed in a month, about one task (`number`) or none.

    A member of staff takes it up, which proposes credits (`credits`), or declines it with an `answer`; whoever claimed
    may withdraw it until then. Where the second person rejects all that was proposed, it is open again.
    """

    class State(models.TextChoices):
        """Waiting for an answer, turned into proposed credits, refused with a reason, or taken back by the client."""

        OPEN = "open"
        TAKEN_UP = "taken_up"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="claims")
    service_line = models.CharField(max_length=30)
    period_key = models.CharField(max_length=10)
    number = models.CharField(max_length=30, blank=True, default="")
    words = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    claimed_by = models.CharField(max_length=60)
    claimed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debtor", "service_line", "period_key", "number"],
                condition=Q(state__in=["open", "taken_up"]),
                name="billing_claim_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | Q(decided_at__isnull=False), name="billing_claim_decided"
            ),
        ]
        indexes = [
            models.Index(fields=["debtor", "-claimed_at"], name="billing_claim_debtor"),
            models.Index(fields=["-claimed_at"], condition=Q(state="open"), name="billing_claim_open"),
        ]

    def __str__(self) -> str:
        return f"{self.service_line} {self.period_key}: {self.state}"
