"""The verb that answers: take a task in hand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.sla import signals
from motorblok.work import events
from motorblok.work.actions.standing import locked, not_before, show, tell
from motorblok.work.models import State, Task


class TaskIsTaken(DomainError):
    """Somebody else has the task in hand."""

    code = "task-is-taken"
    words = _("A colleague has taken this task already. Assign it to yourself to take it over.")


@transaction.atomic
def take_task(task_id: UUID, *, client_id: UUID, actor: Actor, at: datetime, source: str = "app") -> Task:
    """Take a task in hand: the actor becomes responsible, and the client has its first response.

    Taking it again changes nothing. Raises NotFound, TaskIsResolved, TaskIsTaken.
    """
    task = locked(task_id, client_id=client_id)
    if task.state == State.TAKEN:
        _must_be_theirs(task, actor)
        return task
    at = not_before(task, at)
    task.state, task.taken_at, task.assignee_id = State.TAKEN, at, actor.uuid
    task.save(update_fields=["state", "taken_at", "assignee_id"])
    tell(events.TAKEN, task, actor=actor, at=at, signals=[signals.RESPONDED], source=source)
    show(task, client_id=client_id, at=at)
    return task


def _must_be_theirs(task: Task, actor: Actor) -> None:
    if task.assignee_id != actor.uuid:
        raise TaskIsTaken
