"""People: the provider's staff, and the contacts that each client company has of its own."""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from motorblok.accounts.models.roles import ContactRole, Kind, Mails, StaffRole, Standing, Theme
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import new_id
from tenants.models import Client


class PersonQuerySet(models.QuerySet["Person"]):
    def staff(self) -> Self:
        """People of the provider."""
        return self.filter(kind=Kind.STAFF)

    def circle(self, client: Client | None) -> Self:
        """All who may have an account at a client's host, or at the console's for None: the two never mix."""
        return self.filter(client=client) if client else self.staff()

    def addressed(self, email: str) -> Self:
        """Whoever has this e-mail address, in any case of its letters."""
        return self.filter(email=email.strip().lower())

    def active(self) -> Self:
        """People who have joined and were not deactivated."""
        return self.filter(joined_at__isnull=False, deactivated_at__isnull=True)


class Person(AbstractBaseUser):
    """An account: of staff (unique by e-mail), or of a contact of one client (unique by client and e-mail)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="contacts")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=9)
    language = models.CharField(max_length=2, blank=True, default="")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    mails = models.CharField(max_length=4, choices=Mails.choices, default=Mails.ALL)
    joined_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)

    # One e-mail address may have an account at several clients, so it names nobody by itself.
    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=Q(kind="staff"), name="accounts_staff_email"),
            models.UniqueConstraint(
                fields=["client", "email"], condition=Q(kind="contact"), name="accounts_contact_email"
            ),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="accounts_person_email_case"),
            models.CheckConstraint(
                condition=Q(kind="staff", client__isnull=True, role__in=StaffRole.values)
                | Q(kind="contact", client__isnull=False, role__in=ContactRole.values),
                name="accounts_person_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django has a plain attribute here
        """Whether it may sign in."""
        return self.joined_at is not None and self.deactivated_at is None

    @property
    def is_staff_member(self) -> bool:
        """Whether it works for the provider."""
        return self.kind == Kind.STAFF

    @property
    def standing(self) -> Standing:
        """Invited, active or inactive."""
        if self.deactivated_at:
            return Standing.INACTIVE
        return Standing.ACTIVE if self.joined_at else Standing.INVITED

    @property
    def role_label(self) -> str:
        """The role's name, in the active language."""
        roles = StaffRole if self.is_staff_member else ContactRole
        return str(roles(self.role).label)

    @property
    def actor(self) -> Actor:
        """This person as the event book knows it."""
        return Actor("staff" if self.is_staff_member else "contact", str(self.id), self.name)

    @property
    def subject(self) -> str:
        """This person as what an event is about."""
        return f"person:{self.id}"

    def belongs_at(self, client: Client | None) -> bool:
        """Whether this person has any business at the host of this client (None: the console's)."""
        return self.client_id == (client.id if client else None)
