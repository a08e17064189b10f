"""Names for the ids that the workboard holds: clients, staff, service lines; one query each."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from motorblok.accounts.models import Person
from motorblok.accounts.viewers import StaffViewer
from motorblok.kernel.alphabet import by_name
from tenants.models import Client, ServiceLine
from tenants.queries import service_lines


@dataclass(frozen=True, slots=True)
class ClientName:
    """What is needed to name a client and link to it."""

    id: UUID
    slug: str
    code: str
    name: str
    state: str


def client_names(viewer: StaffViewer) -> dict[UUID, ClientName]:
    """The clients that the viewer may enter and that are built, by id, in the order of their names."""
    found = Client.objects.built()
    if (allowed := viewer.clients()) is not None:
        found = found.filter(id__in=allowed)
    rows = [ClientName(*row) for row in found.values_list("id", "slug", "code", "name", "state")]
    return {row.id: row for row in sorted(rows, key=lambda row: (by_name(row.name), row.id))}


def staff_names() -> dict[UUID, str]:
    """All staff that ever was, by id, in the order of names."""
    return _in_order(Person.objects.staff())


def line_names() -> Mapping[str, str]:
    """Service lines by code in the active language, in the provider's order."""
    return {line.code: line_name(line) for line in service_lines()}


def line_name(line: ServiceLine) -> str:
    """The name of a service line in the active language."""
    return line.name_nl if get_language() == "nl" else line.name_en


def person_names(*ids: UUID | None) -> dict[UUID | None, str]:
    """The names of these people, staff or contacts, by id."""
    return dict(Person.objects.filter(id__in=[each for each in ids if each]).values_list("id", "name"))


def working_staff() -> dict[UUID, str]:
    """The staff that has not left, by id, in the order of names."""
    return _in_order(Person.objects.staff().filter(deactivated_at=None))


def _in_order(people: QuerySet[Person]) -> dict[UUID, str]:
    return dict(sorted(people.values_list("id", "name"), key=lambda each: (by_name(each[1]), each[0])))
