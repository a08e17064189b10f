"""Who may work for whom."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from motorblok.accounts.models import WIDE_ROLES, Assignment
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.accounts.queries.rows import PersonRow, row_of, shown_people


def may_work_on(staff_id: UUID, *, client_id: UUID, service_line: str) -> bool:
    """Whether this member of staff is active and works for the client in the service line (its code)."""
    return _workers(client_id, service_line).filter(pk=staff_id).exists()


def colleagues_for(client_id: UUID, service_line: str) -> list[PersonRow]:
    """The active staff who may be given work of this client in this service line (its code), by name."""
    return [row_of(person) for person in _workers(client_id, service_line).order_by("name", "id")]


def _workers(client_id: UUID, service_line: str) -> PersonQuerySet:
    wide = Q(role__in=WIDE_ROLES)
    posts = Assignment.objects.filter(
        Q(service_line=service_line) | Q(service_line__isnull=True), staff=OuterRef("pk"), client_id=client_id
    )
    return shown_people().staff().active().filter(wide | Exists(posts))
