"""The verb that says who is to do a task: assign."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.queries import may_work_on
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid
from motorblok.work import events
from motorblok.work.actions.standing import keep, locked, must_be_as_seen, not_before, show, tell
from motorblok.work.models import Task


class CannotBeAssigned(Invalid):
    """The person is not assigned to the client and service line, or works here no longer."""

    code = "cannot-be-assigned"
    words = _(
        "This person does not work for this client in this service line. Choose someone else, or assign the person to the client first."
    )


@transaction.atomic
def assign_task(
    task_id: UUID,
    *,
    assignee: Actor,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Make a staff member responsible. Assigning it to who has it already changes nothing.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, CannotBeAssigned.
    """
    task = locked(task_id, client_id=client_id)
    if task.assignee_id == assignee.uuid:
        return task
    must_be_as_seen(task, seen)
    if not may_work_on(assignee.uuid, client_id=client_id, service_line=task.service_line):
        raise CannotBeAssigned(field="assignee")
    at = not_before(task, at)
    keep(task, assignee_id=assignee.uuid)
    tell(
        events.ASSIGNED,
        task,
        actor=actor,
        at=at,
        facts={"assignee": str(assignee)},
        private={"assignee_name": assignee.name},
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task
