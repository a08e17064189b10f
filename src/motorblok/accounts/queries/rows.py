"""A person as the lists show it, and what is read for that."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch

from motorblok.accounts.models import Invitation, Kind, Person, Standing
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Post:
    """One assignment: a client and, unless it is all of them (empty), a service line's code."""

    client_id: UUID
    client_name: str
    client_slug: str
    service_line: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the lists show it; `invitation_id` is the open invitation's, `expires_at` when its link ends."""

    id: UUID
    kind: str
    name: str
    email: str
    role: str
    role_label: str
    standing: Standing
    last_login: datetime | None
    has_second_step: bool
    service_lines: tuple[str, ...] = ()
    posts: tuple[Post, ...] = field(default=())
    invitation_id: UUID | None = None
    expires_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """The person as who does something, or to whom it is given."""
        return Actor("staff" if self.kind == Kind.STAFF else "contact", str(self.id), self.name)


def shown_people() -> PersonQuerySet:
    """People with what a row tells of their second step."""
    return Person.objects.annotate(
        has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type="totp"))
    )


def open_invitations() -> "Prefetch[Any]":
    """What a row tells of an invitation."""
    return Prefetch("invitations", Invitation.objects.open(), to_attr="open_invitations")


def row_of(person: Person, *, service_lines: tuple[str, ...] = (), posts: tuple[Post, ...] = ()) -> PersonRow:
    """A person of `shown_people` as a row."""
    invitation: Invitation | None = next(iter(getattr(person, "open_invitations", [])), None)
    return PersonRow(
        id=person.id,
        kind=person.kind,
        name=person.name,
        email=person.email,
        role=person.role,
        role_label=person.role_label,
        standing=person.standing,
        last_login=person.last_login,
        has_second_step=bool(getattr(person, "has_second_step", False)),
        service_lines=service_lines,
        posts=posts,
        invitation_id=invitation.id if invitation else None,
        expires_at=invitation.expires_at if invitation else None,
    )
