"""The people around one client: who of the staff works for it, and which contacts look after what."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q

from motorblok.accounts.models import (
    WIDE_ROLES,
    Assignment,
    ContactRole,
    ContactScope,
    Kind,
    Mails,
    Person,
    StaffRole,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One active person. `lines` are the service lines (codes) that it is assigned to at this client, or looks after
    there as a contact; `in_all` stands for all of them."""

    id: UUID
    kind: str
    role: str
    mails: Mails
    in_all: bool
    lines: frozenset[str]

    @property
    def key(self) -> str:
        """This person as events name it."""
        return f"{self.kind}:{self.id}"

    def looks_after(self, service_line: str) -> bool:
        """Whether this work was given to this person, or is what it looks after as a contact."""
        return self.in_all or service_line in self.lines

    def may_see(self, service_line: str) -> bool:
        """Whether work of this service line is for this member of staff's eyes at all."""
        return self.role in WIDE_ROLES or self.looks_after(service_line)


@dataclass(frozen=True, slots=True)
class Circle:
    """All of them, by id."""

    staff: dict[UUID, Member]
    contacts: dict[UUID, Member]

    def working_on(self, service_line: str) -> Iterator[Member]:
        """Those assigned to this work who do it, agents and finance; where there are none, those who lead it."""
        workers = [one for one in self._assigned(service_line) if one.role not in WIDE_ROLES]
        yield from workers or self.leading(service_line)

    def leading(self, service_line: str) -> Iterator[Member]:
        """The leads assigned to this work; where there are none, all leads, and failing these the owners."""
        assigned = [one for one in self._assigned(service_line) if one.role == StaffRole.LEAD]
        yield from assigned or [*self.in_role(StaffRole.LEAD)] or self.in_role(StaffRole.OWNER)

    def in_role(self, role: StaffRole) -> Iterator[Member]:
        """The staff in one role."""
        return (one for one in self.staff.values() if one.role == role)

    def looking_after(self, service_line: str) -> Iterator[Member]:
        """The contacts who see all of this work: directors, and the leads of the service line."""
        return (one for one in self.contacts.values() if one.looks_after(service_line))

    def _assigned(self, service_line: str) -> list[Member]:
        return [one for one in self.staff.values() if one.looks_after(service_line)]


def circle_of(client_id: UUID, *, named: Collection[UUID]) -> Circle:
    """Who is around this client, and those staff whom tasks and events name. At most four statements."""
    posts = Prefetch("assignments", Assignment.objects.filter(client_id=client_id), to_attr="posts")
    near = Q(role__in=WIDE_ROLES) | Q(assignments__client_id=client_id) | Q(id__in=named)
    staff = Person.objects.staff().active().filter(near).distinct().prefetch_related(posts)
    scopes = Prefetch("scopes", ContactScope.objects.all(), to_attr="looked_after")
    contacts = Person.objects.active().filter(kind=Kind.CONTACT, client_id=client_id).prefetch_related(scopes)
    return Circle(
        {person.id: _worker(person) for person in staff}, {person.id: _contact(person) for person in contacts}
    )


def _worker(person: Person) -> Member:
    posts: list[Assignment] = getattr(person, "posts", [])
    lines = frozenset(post.service_line_id for post in posts if post.service_line_id)
    in_all = any(post.service_line_id is None for post in posts)
    return Member(person.id, person.kind, person.role, Mails(person.mails), in_all, lines)


def _contact(person: Person) -> Member:
    scopes: list[ContactScope] = getattr(person, "looked_after", [])
    is_lead = person.role == ContactRole.LEAD
    lines = frozenset(scope.service_line_id for scope in scopes) if is_lead else frozenset()
    in_all = person.role == ContactRole.DIRECTOR
    return Member(person.id, person.kind, person.role, Mails(person.mails), in_all, lines)
