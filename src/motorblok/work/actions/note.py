"""The verb for colleagues' eyes: make a note on a task."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.kernel.actors import Actor
from motorblok.work import events
from motorblok.work.actions.standing import locked_in_any_state, not_before, tell
from motorblok.work.models import Task
from motorblok.work.wording import written


@transaction.atomic
def note_on_task(
    task_id: UUID, *, text: str, client_id: UUID, actor: Actor, at: datetime, source: str = "app"
) -> Task:
    """Write something down that only colleagues read, whatever state the task is in; no clock moves.

    Raises NotFound, and what `written` raises.
    """
    text = written(text, field="text")
    task = locked_in_any_state(task_id, client_id=client_id)
    at = not_before(task, at)
    tell(events.NOTED, task, actor=actor, at=at, private={"text": text}, source=source)
    return task
