"""Questions about people that join or shape: who may work where, and the lists that the doors show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q

from motorblok.accounts import tokens
from motorblok.accounts.models import (
    ApiKey,
    Assignment,
    ContactScope,
    Invitation,
    Kind,
    Person,
    StaffRole,
    Standing,
)
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.accounts.tokens import INVITATION
from motorblok.kernel.errors import NotFound
from tenants.models import Client


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


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the lists show it; its secret is known to nobody."""

    id: UUID
    name: str
    side: str
    staff_name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def may_work_on(staff_id: UUID, *, client_id: UUID, service_line: str) -> bool:
    """Whether this member of staff is active and works for the client in the service line (its code)."""
    return _workers(client_id, service_line).filter(pk=staff_id).exists()


def colleagues_for(client_id: UUID, service_line: str) -> list[PersonRow]:
    """The active staff who may be given work of this client in this service line (its code), by name."""
    return [_row(person) for person in _workers(client_id, service_line).order_by("name", "id")]


def staff() -> list[PersonRow]:
    """All staff with its assignments, by name; four queries however many there are."""
    return [_row(person, posts=_posts(person)) for person in _staff().order_by("name", "id")]


def staff_row(staff_id: UUID) -> PersonRow:
    """One member of staff with its assignments. Raises NotFound."""
    if person := _staff().filter(pk=staff_id).first():
        return _row(person, posts=_posts(person))
    raise NotFound


def contacts_of(client_id: UUID) -> list[PersonRow]:
    """All contacts of a client, by name; three queries however many there are."""
    found = _contacts(client_id).order_by("name", "id")
    return [_row(person, service_lines=_scoped(person)) for person in found]


def contact_row(contact_id: UUID, *, client_id: UUID) -> PersonRow:
    """One contact of this client with its service lines. Raises NotFound."""
    if person := _contacts(client_id).filter(pk=contact_id).first():
        return _row(person, service_lines=_scoped(person))
    raise NotFound


def staff_assigned_to(client_id: UUID) -> list[PersonRow]:
    """The staff with an assignment to this client (and only those posts), by name."""
    posts = Assignment.objects.filter(client_id=client_id).select_related("client")
    people = (
        _people().staff().filter(assignments__client_id=client_id, deactivated_at__isnull=True).distinct()
    )
    found = people.prefetch_related(Prefetch("assignments", posts), _open_invitations())
    return [_row(person, posts=_posts(person)) for person in found.order_by("name", "id")]


def person_row(person_id: UUID, *, client_id: UUID | None) -> PersonRow:
    """One person: a contact of this client, or staff for None. Raises NotFound."""
    people = _people().filter(Q(client_id=client_id), pk=person_id)
    if person := people.prefetch_related(_open_invitations()).first():
        return _row(person)
    raise NotFound


def invited_person(token: str, *, client: Client | None, at: datetime) -> Person | None:
    """Whom this invitation's token invites to this client's hosts (None: the console), if it still works."""
    hashed = tokens.keyed_hash(token, purpose=INVITATION)
    invitation = Invitation.objects.open().select_related("person__client").filter(token_hash=hashed).first()
    if invitation is None or not invitation.can_be_accepted(at=at):
        return None
    return invitation.person if invitation.person.belongs_at(client) else None


def keys_of(client_id: UUID) -> list[KeyRow]:
    """All keys of a client, the newest first."""
    keys = ApiKey.objects.filter(client_id=client_id).select_related("staff").order_by("-made_at", "id")
    return [_key_row(key) for key in keys]


def _workers(client_id: UUID, service_line: str) -> PersonQuerySet:
    wide = Q(role__in=[StaffRole.OWNER, StaffRole.LEAD])
    posts = Assignment.objects.filter(
        Q(service_line=service_line) | Q(service_line__isnull=True), staff=OuterRef("pk"), client_id=client_id
    )
    return _people().staff().active().filter(wide | Exists(posts))


def _staff() -> PersonQuerySet:
    posts = Assignment.objects.select_related("client").order_by("client__name", "service_line__position")
    return _people().staff().prefetch_related(Prefetch("assignments", posts), _open_invitations())


def _contacts(client_id: UUID) -> PersonQuerySet:
    scopes = Prefetch("scopes", ContactScope.objects.order_by("service_line__position"))
    found = _people().filter(kind=Kind.CONTACT, client_id=client_id)
    return found.prefetch_related(scopes, _open_invitations())


def _people() -> PersonQuerySet:
    return Person.objects.annotate(
        has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type="totp"))
    )


def _open_invitations() -> "Prefetch[Any]":
    return Prefetch("invitations", Invitation.objects.open(), to_attr="open_invitations")


def _posts(person: Person) -> tuple[Post, ...]:
    return tuple(
        Post(each.client_id, each.client.name, each.client.slug, each.service_line_id or "")
        for each in person.assignments.all()
    )


def _scoped(person: Person) -> tuple[str, ...]:
    return tuple(scope.service_line_id for scope in person.scopes.all())


def _row(person: Person, *, service_lines: tuple[str, ...] = (), posts: tuple[Post, ...] = ()) -> PersonRow:
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


def _key_row(key: ApiKey) -> KeyRow:
    return KeyRow(
        id=key.id,
        name=key.name,
        side=key.side,
        staff_name=key.staff.name if key.staff else "",
        scopes=tuple(key.scopes),
        made_at=key.made_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        last_used_at=key.last_used_at,
    )
