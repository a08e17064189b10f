"""The client companies of the provider, their addresses, and the service lines the provider works in (public schema)."""

from datetime import datetime, timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django_tenants.models import DomainMixin, TenantMixin

from motorblok.kernel.ids import new_id
from tenants.palettes import palette

SLUG = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
CODE = RegexValidator(r"^[A-Z][A-Z0-9]{1,11}\Z")


class State(models.TextChoices):
    """Where a client is in its life: only an open one takes work, a suspended one can still be read, an erased one is gone."""

    OPENING = "opening"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    ERASED = "erased"


SCHEMALESS = (State.OPENING, State.ERASED)
"""Not built yet, or no more."""


class ClientQuerySet(models.QuerySet["Client"]):
    def open(self) -> "ClientQuerySet":
        """Clients that take work."""
        return self.filter(state=State.OPEN)

    def built(self) -> "ClientQuerySet":
        """Clients that have a schema."""
        return self.exclude(state__in=SCHEMALESS)


class Client(TenantMixin):  # type: ignore[misc]  # the library is untyped
    """A client company: its schema, its name, the code in front of its task numbers, its language and time zone.

    `accent` ("#rrggbb") and the digest of its logo, where it has its own, are in this row because every page needs them.
    """

    auto_create_schema = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=50, unique=True, validators=[SLUG])
    code = models.CharField(max_length=12, unique=True, validators=[CODE])
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPENING)
    language = models.CharField(max_length=2, default="nl")
    time_zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    opened_at = models.DateTimeField()
    provisioned_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, default="")
    accent = models.CharField(max_length=7, blank=True, default="", db_default="")
    logo_digest = models.CharField(max_length=32, blank=True, default="", db_default="")

    objects = ClientQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it takes work."""
        return self.state == State.OPEN

    @property
    def is_built(self) -> bool:
        """Whether its schema exists."""
        return self.state not in SCHEMALESS

    @property
    def logo_path(self) -> str:
        """Where its hosts show its logo; empty without one."""
        return f"/brand/{self.logo_digest}.png" if self.logo_digest else ""

    @property
    def colours_path(self) -> str:
        """Where its hosts give the stylesheet of its own colours; empty where it has none."""
        return f"/brand/{palette(self.accent).digest}.css" if self.accent else ""


class Logo(models.Model):
    """A client's logo as we have drawn it: a PNG of this size in pixels."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.width} x {self.height}"


class Allowance(models.Model):
    """What a client may have more of, as its subscription says; without a row nothing is limited.

    `seats` is how many contacts may have an account, None for any number; `service_lines` (codes) is what work is taken
    for, None for all; `may_grow` is whether there may be new seats and service lines now. Its row is locked while a seat
    is taken, so that of many who come at once no more get in than there are seats.
    """

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="allowance")
    seats = models.PositiveIntegerField(null=True)
    service_lines = models.JSONField(null=True)
    features = models.JSONField(default=list)
    may_grow = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.seats} seats"


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


class Onboarding(models.Model):
    """A client that is, or was, taken on step by step; under way while `finished_at` is empty."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.client_id} since {self.begun_at}"


class ClientMigration(models.Model):
    """How far one client's schema is on its way to the migrations of this release."""

    class State(models.TextChoices):
        """Waiting for its turn, at the target, or stopped by an error."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    target = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    error = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client_id}: {self.state}"


class SchemaTemplate(models.Model):
    """What the schema of a new client is made of, as the last migrate left it.

    A process of the release before builds by it too, so that all clients are alike at any time.
    """

    fingerprint = models.CharField(max_length=64, primary_key=True)
    statements = models.JSONField()
    keys = models.JSONField()
    shape = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint


class BackfillRun(models.Model):
    """How far a backfill has come in one client's schema, or in the public one (no client)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(
        Client, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=150)
    rows = models.BigIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "name"], name="tenants_backfillrun_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.rows} rows of {self.client_id}"


class ServiceLine(models.Model):
    """A part of a back office that the provider works in; the seven usual ones are there from the start."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_en = models.CharField(max_length=60)
    name_nl = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return self.name_nl if (get_language() or "").startswith("nl") else self.name_en
