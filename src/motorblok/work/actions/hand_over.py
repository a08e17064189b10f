"""The verb that gives a task to a colleague and says why: hand over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.accounts.queries import may_work_on
from motorblok.kernel.actors import Actor
from motorblok.work import events
from motorblok.work.actions.assign import CannotBeAssigned
from motorblok.work.actions.standing import keep, locked, not_before, show, tell
from motorblok.work.models import Task
from motorblok.work.wording import written


@transaction.atomic
def hand_over_task(
    task_id: UUID,
    *,
    to: Actor,
    note: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Make a colleague responsible and leave a note on how far it is; only colleagues read it.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, CannotBeAssigned (also for who has it already),
    and what `written` raises.
    """
    note = written(note, field="note")
    task = locked(task_id, client_id=client_id, seen=seen)
    may = may_work_on(to.uuid, client_id=client_id, service_line=task.service_line)
    if to.uuid == task.assignee_id or not may:
        raise CannotBeAssigned(field="to")
    at = not_before(task, at)
    keep(task, assignee_id=to.uuid)
    tell(
        events.HANDED_OVER,
        task,
        actor=actor,
        at=at,
        facts={"to": str(to)},
        private={"to_name": to.name, "note": note},
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task
