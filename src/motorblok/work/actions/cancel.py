"""The verb that ends a task without doing it: cancel."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel.actors import Actor
from motorblok.sla import signals
from motorblok.work import events
from motorblok.work.actions.standing import NOT_WAITING, keep, locked, not_before, show, tell
from motorblok.work.models import State, Task
from motorblok.work.wording import written


@transaction.atomic
def cancel_task(
    task_id: UUID,
    *,
    reason: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """End a task that need not be done; its clocks stop without a verdict, unless one was broken already.

    A message of the client that has no answer is to be answered again if the task is reopened.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, and what `written` raises.
    """
    reason = written(reason, field="reason")
    task = locked(task_id, client_id=client_id, seen=seen)
    at = not_before(task, at)
    keep(task, state=State.CANCELLED, cancelled_at=at, **NOT_WAITING)
    tell(
        events.CANCELLED,
        task,
        actor=actor,
        at=at,
        private={"reason": reason},
        signals=[signals.CANCELLED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task
