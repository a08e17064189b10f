"""Money that is to be paid back: who proposed it and why, who agreed, and which transfer it was where no gateway sends it."""

from django.db import models
from django.db.models import F, Q

from billing.models.parties import Debtor
from billing.models.payments import Payment
from motorblok.kernel.ids import new_id


class Refund(models.Model):
    """A part of a payment that one person proposes to pay back; it is ordered once a second one agrees.

    A gateway that can is asked to send it (the call's key names this row). What came by bank or by hand a person
    transfers: `returned` is the money that went, as the bank's statement told it.
    """

    class State(models.TextChoices):
        """Waiting for the second person, ordered, or refused."""

        PROPOSED = "proposed"
        ORDERED = "ordered"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    returned = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="returns")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_refund_amount"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
                name="billing_refund_second_person",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="billing_refund_state", condition=~Q(state="refused"))]

    def __str__(self) -> str:
        return f"{self.amount} of {self.payment_id}: {self.state}"

    @property
    def call_key(self) -> str:
        """The key under which its gateway is asked to send it."""
        return f"refund:{self.id}:v1"
