"""What we know of the gateways: which of their objects is ours, what we asked of them, what they told us, and where we differ."""

from django.db import models
from django.db.models import Q

from billing.models.parties import Debtor
from motorblok.kernel.ids import new_id


class GatewayLink(models.Model):
    """An object at a gateway and whose it is; the row is locked while the object is fetched and taken over.

    `kind` is the gateway's own word (customer, subscription, invoice, checkout session); `ours_id` is the row of ours
    that it mirrors, if it is one; `state` and `mirror` are what was last fetched. `from_on` is the first of our edges on
    which the gateway draws up an invoice of its own: what we invoice for earlier ones stands on none of its drafts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=10)
    kind = models.CharField(max_length=30)
    external_id = models.CharField(max_length=100)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="links")
    ours_id = models.UUIDField(null=True)
    from_on = models.DateField(null=True)
    state = models.CharField(max_length=30, blank=True, default="")
    mirror = models.JSONField(default=dict)
    livemode = models.BooleanField(default=False)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "external_id"], name="billing_gatewaylink_external"),
        ]
        indexes = [models.Index(fields=["debtor", "kind"], name="billing_gatewaylink_debtor")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.external_id}"


class GatewayCall(models.Model):
    """Something to ask of a gateway: written with what asks for it, sent after commit, and again until it is answered.

    `key` is the idempotency key, made from the fact ("inv:<uuid>:issue:v1"); `payload` holds ids and plain values.
    """

    class State(models.TextChoices):
        """Waiting to be sent, answered, or given up: a person must look."""

        PENDING = "pending"
        DONE = "done"
        STUCK = "stuck"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=10)
    operation = models.CharField(max_length=30)
    key = models.CharField(max_length=120, unique=True)
    debtor = models.ForeignKey(Debtor, models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    first_sent_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)
    error = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="pending"), name="billing_gatewaycall_waiting")
        ]

    def __str__(self) -> str:
        return self.key


class InboundEvent(models.Model):
    """What a gateway told us, as it came; stored once, answered after commit, worked off later.

    `about` and `object_id` say which object of the gateway's to look at (billing.gateways.port.Kind). `next_at` is when
    it is tried again; while somebody works on it, when that one is given up. `body` is emptied after 90 days.
    """

    class State(models.TextChoices):
        """To be worked off, worked off, failed and to be tried again, or set aside for a person."""

        RECEIVED = "received"
        DONE = "done"
        FAILED = "failed"
        PARKED = "parked"
        IGNORED = "ignored"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=10)
    external_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    about = models.CharField(max_length=20, blank=True, default="")
    object_id = models.CharField(max_length=100, blank=True, default="")
    api_version = models.CharField(max_length=40, blank=True, default="")
    livemode = models.BooleanField(default=False)
    body = models.BinaryField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "external_id"], name="billing_inboundevent_once")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["received", "failed"]),
                name="billing_inboundevent_waiting",
            ),
            models.Index(fields=["gateway", "-received_at"], name="billing_inboundevent_recent"),
            models.Index(fields=["gateway"], condition=Q(state="parked"), name="billing_inboundevent_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.external_id}"


class Reconciliation(models.Model):
    """A comparison with a gateway: how much was looked at, what differed, and what was mended of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=10)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list)
    open_differences = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["gateway", "-begun_at"], name="billing_reconciliation_new")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.begun_at}"


class GatewayWatch(models.Model):
    """How a gateway was found when it was last looked at: what is wrong with its door, in words, and who was told when.

    `troubles` is a list of {"en": text, "nl": text}.
    """

    gateway = models.CharField(max_length=10, primary_key=True)
    looked_at = models.DateTimeField()
    troubles = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.gateway)
