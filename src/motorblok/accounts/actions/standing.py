"""What the verbs about people share: finding the row under a lock, and checking what was chosen."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.models import ContactRole, ContactScope, Invitation, Kind, Person, StaffRole
from motorblok.kernel.errors import Invalid, NotFound
from tenants.actions import must_not_be_closed
from tenants.models import Client, ServiceLine

# No password has this hash (django.contrib.auth.hashers).
UNUSABLE = "!"


def checked_role(kind: Kind, role: str) -> str:
    """The role, if people of this kind can have it. Raises Invalid."""
    roles = StaffRole if kind == Kind.STAFF else ContactRole
    if role not in roles.values:
        raise Invalid(_("Choose a role from the list."), field="role")
    return role


def replace_scope(person: Person, service_lines: Sequence[str]) -> None:
    """Set the service lines of a contact, in the caller's transaction. Raises Invalid for an unknown code."""
    wanted = set(service_lines)
    if ServiceLine.objects.filter(code__in=wanted).count() != len(wanted):
        raise Invalid(_("Choose service lines from the list."), field="service_lines")
    ContactScope.objects.filter(contact=person).delete()
    ContactScope.objects.bulk_create(
        ContactScope(contact=person, service_line_id=code) for code in sorted(wanted)
    )


def locked_person(person_id: UUID) -> Person:
    """The row of a person, locked until the transaction ends. Raises NotFound."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("client")
    if person := rows.filter(pk=person_id).first():
        return person
    raise NotFound


def locked_changeable(person_id: UUID) -> Person:
    """The same of somebody who is to be changed: of a closed client nobody is. Raises NotFound, ClientIsClosed."""
    person = locked_person(person_id)
    if person.client:
        must_not_be_closed(person.client.schema_name)
    return person


def locked_with_person(found: QuerySet[Invitation]) -> Invitation | None:
    """The invitation with its person, locked in the order of every other verb: the person first, else two would wait for each other."""
    person_id = found.values_list("person_id", flat=True).first()
    if person_id is None:
        return None
    locked_person(person_id)
    return found.select_for_update(of=("self",)).select_related("person__client").first()


def seats_taken(client: Client) -> int:
    """How many contacts of a client have an account or are invited to one."""
    return Person.objects.circle(client).filter(deactivated_at=None).count()


def seats_in_use(client: Client) -> int:
    """How many contacts of a client have an account."""
    return Person.objects.circle(client).active().count()
