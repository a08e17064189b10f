"""Names for the ids that the workboard holds: clients, staff, service lines; one query each."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from motorblok.accounts.models import Person
from motorblok.accounts.viewers import StaffViewer
from tenants.models import Client, ServiceLine, State
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
    found = Client.objects.exclude(state=State.OPENING).order_by("name")
    if (allowed := viewer.clients()) is not None:
        found = found.filter(id__in=allowed)
    return {row[0]: ClientName(*row) for row in found.values_list("id", "slug", "code", "name", "state")}


def staff_names() -> dict[UUID, str]:
    """All staff that ever was, by id, in the order of names."""
    found = Person.objects.staff().order_by("name")
    return dict(found.values_list("id", "name"))


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
    found = Person.objects.staff().filter(deactivated_at=None).order_by("name")
    return dict(found.values_list("id", "name"))
