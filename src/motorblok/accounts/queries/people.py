"""Lists of people, staff and contacts, and one person of them."""

from uuid import UUID

from django.db.models import Prefetch, Q

from motorblok.accounts.models import Assignment, ContactScope, Kind, Person
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.accounts.queries.rows import PersonRow, Post, open_invitations, row_of, shown_people
from motorblok.kernel.errors import NotFound


def staff() -> list[PersonRow]:
    """All staff with its assignments, by name; four queries however many there are."""
    return [row_of(person, posts=_posts(person)) for person in _staff().order_by("name", "id")]


def staff_row(staff_id: UUID) -> PersonRow:
    """One member of staff with its assignments. Raises NotFound."""
    if person := _staff().filter(pk=staff_id).first():
        return row_of(person, posts=_posts(person))
    raise NotFound


def staff_assigned_to(client_id: UUID) -> list[PersonRow]:
    """The staff with an assignment to this client (and only those posts), by name."""
    posts = Assignment.objects.filter(client_id=client_id).select_related("client")
    people = (
        shown_people()
        .staff()
        .filter(assignments__client_id=client_id, deactivated_at__isnull=True)
        .distinct()
    )
    found = people.prefetch_related(Prefetch("assignments", posts), open_invitations())
    return [row_of(person, posts=_posts(person)) for person in found.order_by("name", "id")]


def contacts_of(client_id: UUID) -> list[PersonRow]:
    """All contacts of a client, by name; three queries however many there are."""
    found = _contacts(client_id).order_by("name", "id")
    return [row_of(person, service_lines=_scoped(person)) for person in found]


def contact_row(contact_id: UUID, *, client_id: UUID) -> PersonRow:
    """One contact of this client with its service lines. Raises NotFound."""
    if person := _contacts(client_id).filter(pk=contact_id).first():
        return row_of(person, service_lines=_scoped(person))
    raise NotFound


def person_row(person_id: UUID, *, client_id: UUID | None) -> PersonRow:
    """One person: a contact of this client, or staff for None. Raises NotFound."""
    people = shown_people().filter(Q(client_id=client_id), pk=person_id)
    if person := people.prefetch_related(open_invitations()).first():
        return row_of(person)
    raise NotFound


def _staff() -> PersonQuerySet:
    posts = Assignment.objects.select_related("client").order_by("client__name", "service_line__position")
    return shown_people().staff().prefetch_related(Prefetch("assignments", posts), open_invitations())


def _contacts(client_id: UUID) -> PersonQuerySet:
    scopes = Prefetch("scopes", ContactScope.objects.order_by("service_line__position"))
    found = shown_people().filter(kind=Kind.CONTACT, client_id=client_id)
    return found.prefetch_related(scopes, open_invitations())


def _posts(person: Person) -> tuple[Post, ...]:
    return tuple(
        Post(each.client_id, each.client.name, each.client.slug, each.service_line_id or "")
        for each in person.assignments.all()
    )


def _scoped(person: Person) -> tuple[str, ...]:
    return tuple(scope.service_line_id for scope in person.scopes.all())
