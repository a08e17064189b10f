"""The verb that answers: take a task in hand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.sla import signals
from motorblok.work import events
from motorblok.work.actions.standing import keep, locked, must_be_as_seen, not_before, show, tell
from motorblok.work.models import State, Task


class TaskIsTaken(DomainError):
    """Somebody else has the task in hand."""

    code = "task-is-taken"
    words = _("A colleague has taken this task already. Assign it to yourself to take it over.")


@transaction.atomic
def take_task(
    task_id: UUID,
    *,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Take a task in hand: the actor becomes responsible, and the client has its first response.

    What the client has written since its first response is not answered by that. Taking it again changes nothing; one
    that waits goes on waiting, and what was laid back is picked up in silence. Raises NotFound, TaskIsResolved,
    TaskIsCancelled, TaskHasChanged, TaskIsTaken.
    """
    task = locked(task_id, client_id=client_id)
    if task.taken_at and task.assignee_id:
        _must_be_theirs(task, actor)
        return task
    must_be_as_seen(task, seen)
    at = not_before(task, at)
    state = State.TAKEN if task.state == State.RECEIVED else task.state
    is_first = task.taken_at is None
    keep(task, state=state, taken_at=task.taken_at or at, assignee_id=actor.uuid)
    if is_first:
        _tell_client(task, actor=actor, at=at, source=source)
    else:
        _tell_colleagues(task, actor=actor, at=at, source=source)
    show(task, client_id=client_id, at=at)
    return task


def _tell_client(task: Task, *, actor: Actor, at: datetime, source: str) -> None:
    tell(events.TAKEN, task, actor=actor, at=at, signals=[signals.ACKNOWLEDGED], source=source)


def _tell_colleagues(task: Task, *, actor: Actor, at: datetime, source: str) -> None:
    # It was laid back in the middle of the work, of which the client knows nothing.
    facts, private = {"assignee": str(actor)}, {"assignee_name": actor.name}
    tell(events.ASSIGNED, task, actor=actor, at=at, facts=facts, private=private, source=source)


def _must_be_theirs(task: Task, actor: Actor) -> None:
    if task.assignee_id != actor.uuid:
        raise TaskIsTaken
