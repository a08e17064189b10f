"""The verb that lays a task back: release."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel.actors import Actor
from motorblok.work import events
from motorblok.work.actions.standing import keep, locked, must_be_as_seen, not_before, show, tell
from motorblok.work.models import Task


@transaction.atomic
def release_task(
    task_id: UUID,
    *,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Make nobody responsible, for anybody to take. What the client sees stays: a task in progress is still in progress.

    One that nobody has stays as it is. Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged.
    """
    task = locked(task_id, client_id=client_id)
    if task.assignee_id is None:
        return task
    must_be_as_seen(task, seen)
    at = not_before(task, at)
    keep(task, assignee_id=None)
    tell(events.RELEASED, task, actor=actor, at=at, source=source)
    show(task, client_id=client_id, at=at)
    return task
