"""The pretended gateway's own tables: what it would keep on its side. Nothing of ours reads them but its adapter."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from motorblok.kernel.ids import new_id


class FakeObject(models.Model):
    """A customer, checkout, subscription, invoice, payment, credit note or refund; `body` is all that is known of it.

    `changed_at` is by the pretended clock.
    """

    id = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    customer = models.CharField(max_length=60, blank=True, default="")
    parent = models.CharField(max_length=60, blank=True, default="")
    ours_id = models.CharField(max_length=40, blank=True, default="")
    number = models.CharField(max_length=60, null=True)  # noqa: DJ001  only an invoice that is final has one
    body = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="billing_fakeobject_number"),
        ]
        indexes = [
            models.Index(fields=["kind", "ours_id"], name="billing_fakeobject_ours"),
            models.Index(fields=["kind", "parent"], name="billing_fakeobject_parent"),
            models.Index(fields=["kind", "customer"], name="billing_fakeobject_customer"),
            models.Index(fields=["changed_at"], name="billing_fakeobject_changed"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FakeNotice(models.Model):
    """Something that the pretended gateway tells; told again until it is taken in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=20)
    object_id = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(taken_at__isnull=True), name="billing_fakenotice_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class FakeClock(models.Model):
    """How far the pretended gateway's clock is ahead of ours; one row, held while anything there is changed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField(default=timedelta)

    def __str__(self) -> str:
        return f"+{self.ahead}"
