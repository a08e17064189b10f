"""The table of client companies."""

from django.core.validators import RegexValidator
from django.db import models
from django_tenants.models import TenantMixin

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
