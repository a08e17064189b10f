"""The client companies of the provider, their addresses, and the service lines the provider works in (public schema)."""

from django.core.validators import RegexValidator
from django.db import models
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
