"""Who at the client reads what is written to it about a task: asked before anything is sent."""

from uuid import UUID

from django.db.models import Q

from motorblok.accounts.models import ContactRole, Kind, Person
from motorblok.work.models import Task

NAMED = 4


def readers(task: Task, *, client_id: UUID) -> list[str]:
    """The names of the contacts who may see this task, in their order. One statement.

    The same rule as visibility.scopes: a requester sees its own tasks, a lead those of its service lines, others all.
    """
    if task.is_internal:
        return []
    sees = (
        ~Q(role__in=[ContactRole.REQUESTER, ContactRole.LEAD])
        | Q(role=ContactRole.LEAD, scopes__service_line=task.service_line)
        | Q(pk=task.requester_id)
    )
    found = Person.objects.filter(sees, kind=Kind.CONTACT, client_id=client_id).active()
    return list(found.order_by("name", "id").values_list("name", flat=True).distinct())
