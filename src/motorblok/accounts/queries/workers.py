"""Who may work for whom."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from motorblok.accounts.models import WIDE_ROLES, Assignment, Person
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff as somebody to give work to; `role` is a StaffRole."""

    id: UUID
    name: str
    role: str

    @property
    def actor(self) -> Actor:
        """The same as who does something, or to whom it is given."""
        return Actor("staff", str(self.id), self.name)


def may_work_on(staff_id: UUID, *, client_id: UUID, service_line: str) -> bool:
    """Whether this member of staff is active and works for the client in the service line (its code)."""
    return _workers(client_id, service_line).filter(pk=staff_id).exists()


def colleagues_for(client_id: UUID, service_line: str) -> list[Colleague]:
    """The active staff who may be given work of this client in this service line (its code), by name."""
    found = _workers(client_id, service_line).order_by("name", "id")
    return [Colleague(*each) for each in found.values_list("id", "name", "role")]


def _workers(client_id: UUID, service_line: str) -> PersonQuerySet:
    wide = Q(role__in=WIDE_ROLES)
    posts = Assignment.objects.filter(
        Q(service_line=service_line) | Q(service_line__isnull=True), staff=OuterRef("pk"), client_id=client_id
    )
    return Person.objects.staff().active().filter(wide | Exists(posts))
