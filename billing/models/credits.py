"""Money for broken promises: what was proposed, why, who agreed, and on which invoice or credit note it ended."""

from django.db import models
from django.db.models import F, Q

from billing.models.claims import Claim
from billing.models.clauses import SlaClause
from billing.models.invoices import Invoice
from billing.models.parties import Debtor
from motorblok.kernel.ids import new_id


class Credit(models.Model):
    """A reduction of the price of a period: `amount` minor units before VAT, above 0.

    `evidence` is {"kind": ..., "attainment": ..., "clocks": [{"number", "target", "breach_at"}, ...]}: what proves it.
    A second person decides; it ends as a line on a draft or on a credit note to the period's invoice (`posted_on`). What
    there was no room for is another credit, `carried_from` this one, for a later invoice. `claim` is the client's claim
    that was taken up, if it began with one. `clause` is what gave rise to
    it, if one did; a figure that was counted again leads to a credit of a next `revision`, for the difference. One that is
    taken back after it was posted is charged on a later invoice (`charged_back_on`).
    """

    class State(models.TextChoices):
        """Proposed, agreed to, refused, on an invoice, or taken back."""

        PROPOSED = "proposed"
        APPROVED = "approved"
        REJECTED = "rejected"
        POSTED = "posted"
        REVERSED = "reversed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="credits")
    service_line = models.CharField(max_length=30)
    period_key = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    vat_category = models.CharField(max_length=20, default="standard")
    reason_en = models.CharField(max_length=300)
    reason_nl = models.CharField(max_length=300)
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    posted_on = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="credits")
    clause = models.ForeignKey(SlaClause, models.PROTECT, null=True, related_name="credits")
    revision = models.PositiveSmallIntegerField(default=0)
    taken_back_by = models.CharField(max_length=60, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)
    charged_back_on = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="charged_back")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="credits")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_credit_amount"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
                name="billing_credit_second_person",
            ),
            models.UniqueConstraint(
                fields=["clause", "period_key", "vat_category", "revision"],
                condition=Q(clause__isnull=False, carried_from__isnull=True),
                name="billing_credit_one_a_revision",
            ),
        ]
        indexes = [models.Index(fields=["debtor", "period_key"], name="billing_credit_period")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}: {self.state}"
