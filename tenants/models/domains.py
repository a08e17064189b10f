"""The tables of addresses: at which hosts clients are served, and which hosts they say are their own."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django_tenants.models import DomainMixin

from motorblok.kernel.ids import new_id
from tenants.models.clients import Client, State


class Domain(DomainMixin):  # type: ignore[misc]  # the library is untyped
    """A host name at which a client's portal answers; links are made from the primary one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    def __str__(self) -> str:
        return str(self.domain)


class Answer(models.TextChoices):
    """What DNS says of a claim; `TAKEN`: the proof is there, and another client is still served at the address."""

    FOUND = "found"
    OTHER = "other"
    MISSING = "missing"
    SILENT = "silent"
    TAKEN = "taken"


class DomainClaimQuerySet(models.QuerySet["DomainClaim"]):
    """How often DNS is asked: of young claims every five minutes, of served ones daily, of all others hourly."""

    YOUNG, GIVEN_UP = timedelta(days=1), timedelta(days=14)
    OFTEN, HOURLY, DAILY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)

    def due(self, *, at: datetime) -> "DomainClaimQuerySet":
        """Those about which DNS is to be asked again, longest waiting first; not of clients that are not served."""
        live = self.filter(withdrawn_at=None, client__state__in=(State.OPEN, State.SUSPENDED))
        new, served = Q(proven_at=None), Q(proven_at__isnull=False, lapsed_at=None)
        is_well = Q(failing_since=None, grace_until=None) & ~Q(answer=Answer.SILENT)
        given_up = at - self.GIVEN_UP
        asked = (
            (new & Q(claimed_at__gt=at - self.YOUNG) & _before("asked_at", at - self.OFTEN))
            | (new & Q(claimed_at__gt=given_up) & _before("asked_at", at - self.HOURLY))
            | (served & is_well & _before("asked_at", at - self.DAILY))
            | (served & ~is_well & _before("asked_at", at - self.HOURLY))
            | (Q(lapsed_at__gt=given_up) & _before("asked_at", at - self.HOURLY))
        )
        return live.filter(asked).order_by(F("asked_at").asc(nulls_first=True), "id")


def _before(field: str, instant: datetime) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__lte": instant})


class DomainClaim(models.Model):
    """What a client says of a host that we did not make: that it is its own. DNS is to prove it, again and again.

    Proven, the host has a row of Domain and is served. `asked_at` is when DNS was last asked, `checked_at` the same of
    the last answer that counts; `seen` is what stood there instead of the proof. `refusals` are the definite ones since
    the proof was last found. Before `grace_until` a host that was served without a proof stays served. Of a withdrawn
    claim the token is kept, so that taking the withdrawal back needs no change in DNS.
    """

    AFTER = timedelta(hours=72)
    LEAST_REFUSALS = 3

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    claimed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True, default="")
    seen = models.CharField(max_length=200, blank=True, default="")
    proven_at = models.DateTimeField(null=True)
    grace_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    refusals = models.PositiveIntegerField(default=0)
    lapsed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DomainClaimQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "host"], name="tenants_domainclaim_once")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.host}"

    @property
    def record_name(self) -> str:
        """The name in DNS at which the proof is looked for."""
        return f"_motorblok.{self.host}"

    @property
    def record_value(self) -> str:
        """The text that proves it."""
        return f"motorblok-verification={self.token}"

    @property
    def is_served(self) -> bool:
        """Whether the portal answers there."""
        return self.proven_at is not None and self.lapsed_at is None and self.withdrawn_at is None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it is served although DNS does not prove it now, or did not yet."""
        return self.is_served and (self.failing_since is not None or self.grace_until is not None)

    @property
    def ends_at(self) -> datetime | None:
        """From when on a definite refusal of DNS ends it; None while nothing is wrong."""
        if self.failing_since is None:
            return None
        return max(filter(None, (self.failing_since + self.AFTER, self.grace_until)))

    def is_spared(self, *, at: datetime) -> bool:
        """Whether so much of its grace is left that a refusal changes nothing yet."""
        return self.grace_until is not None and at < self.grace_until - self.AFTER
