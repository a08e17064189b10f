"""Who is looking: the frozen value that every question about work is asked with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.http import HttpRequest

from motorblok.accounts.models import WIDE_ROLES, Assignment, ContactRole, ContactScope, Person
from motorblok.kernel.actors import Actor, ActorKind

Lines = frozenset[str]
KNOWN = "known_viewer"
KNOWN_KEY = "known_key"


@dataclass(frozen=True, slots=True)
class StaffViewer:
    """Staff of the provider. `lines` tells, for each client it is assigned to, the service lines (None: all)."""

    person_id: UUID
    name: str
    role: str
    language: str
    all_clients: bool
    lines: Mapping[UUID, Lines | None]

    @property
    def actor(self) -> Actor:
        """This viewer as the one who acts."""
        return Actor("staff", str(self.person_id), self.name)

    def clients(self) -> frozenset[UUID] | None:
        """The clients it may enter; None stands for all there are."""
        return None if self.all_clients else frozenset(self.lines)

    def may_enter(self, client_id: UUID) -> bool:
        """Whether it may see anything of this client."""
        return self.all_clients or client_id in self.lines

    def may_see(self, client_id: UUID, service_line: str) -> bool:
        """Whether it may see work of this service line (its code) of this client."""
        return self.may_enter(client_id) and includes(self.lines_of(client_id), service_line)

    def lines_of(self, client_id: UUID) -> Lines | None:
        """The service lines it works in for this client; None stands for all."""
        return None if self.all_clients else self.lines.get(client_id, frozenset())


@dataclass(frozen=True, slots=True)
class ContactViewer:
    """A contact of one client, or a machine of that client's (`kind` is then "key" and `person_id` the key's id).

    `service_lines` are those it may see (None: all).
    """

    person_id: UUID
    name: str
    role: str
    client_id: UUID
    service_lines: Lines | None
    language: str
    kind: ActorKind = "contact"

    @property
    def actor(self) -> Actor:
        """This viewer as the one who acts."""
        return Actor(self.kind, str(self.person_id), self.name)

    @property
    def sees_own_tasks_only(self) -> bool:
        """Whether it sees nothing but its own tasks."""
        return self.role == ContactRole.REQUESTER

    def may_see_line(self, service_line: str) -> bool:
        """Whether work of this service line (its code) is for its eyes."""
        return includes(self.service_lines, service_line)


Viewer = StaffViewer | ContactViewer


@dataclass(frozen=True, slots=True)
class KeyViewer:
    """A machine of one client, or one of the provider that acts for a member of staff at one client.

    `sees_as` is the viewer to ask questions with: a contact that sees all of the client, or the member of staff.
    """

    key_id: UUID
    name: str
    side: str
    client_id: UUID
    scopes: frozenset[str]
    per_minute: int
    sees_as: Viewer

    @property
    def actor(self) -> Actor:
        """This viewer as the one who acts."""
        return Actor("key", str(self.key_id), self.name)

    def may(self, scope: str) -> bool:
        """Whether the key was given this permission."""
        return scope in self.scopes


def of(request: HttpRequest) -> Viewer | None:
    """Who is signed in at the request's host, or None. At most two queries, asked once for each request."""
    if KNOWN not in request.__dict__:
        person = request.user
        request.__dict__[KNOWN] = of_person(person) if isinstance(person, Person) else None
    known: Viewer | None = request.__dict__[KNOWN]
    return known


def of_person(person: Person) -> Viewer:
    """The viewer that a person is: one query at most."""
    return of_staff(person) if person.is_staff_member else of_contact(person)


def of_staff(person: Person) -> StaffViewer:
    """The viewer that a member of staff is: one query for an agent, none for others."""
    all_clients = person.role in WIDE_ROLES
    lines = {} if all_clients else _assigned_lines(person)
    return StaffViewer(
        person.id, person.name, person.role, person.language, all_clients, MappingProxyType(lines)
    )


def of_contact(person: Person) -> ContactViewer:
    """The viewer that a contact is: one query for a lead, none for others."""
    if person.client_id is None:
        raise TypeError("Staff is no contact of a client.")
    lines = _scoped_lines(person) if person.role == ContactRole.LEAD else None
    return ContactViewer(person.id, person.name, person.role, person.client_id, lines, person.language)


def includes(lines: Lines | None, service_line: str) -> bool:
    """Whether a service line is among these; None stands for all."""
    return lines is None or service_line in lines


def _assigned_lines(person: Person) -> dict[UUID, Lines | None]:
    found: dict[UUID, Lines | None] = {}
    for client_id, line in Assignment.objects.filter(staff=person).values_list(
        "client_id", "service_line_id"
    ):
        so_far = found.get(client_id, frozenset())
        found[client_id] = None if line is None or so_far is None else so_far | {line}
    return found


def _scoped_lines(person: Person) -> Lines:
    return frozenset(ContactScope.objects.filter(contact=person).values_list("service_line_id", flat=True))
