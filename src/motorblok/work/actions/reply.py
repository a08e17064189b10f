"""The two verbs of the conversation: reply to the client, and the client's reply to the provider."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.billable import FIELD
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.sla import signals
from motorblok.sla.actions import amend_reopened
from motorblok.work import billing, events
from motorblok.work.actions.standing import (
    TaskIsCancelled,
    going_on,
    just_after,
    keep,
    locked_in_any_state,
    must_be_as_seen,
    must_be_known_to_client,
    not_before,
    show,
    tell,
)
from motorblok.work.models import State, Task
from motorblok.work.wording import written


class TaskWasResolved(DomainError):
    """The task was resolved while the client wrote; a message would open it again, which nobody has said yet."""

    code = "task-was-resolved"
    words = _(
        "This task was resolved while you were writing. Read the answer; if you send your message now, the task is opened again."
    )


@transaction.atomic
def reply_to_client(
    task_id: UUID,
    *,
    text: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Write to the client, who so has its response; also on a task that is resolved, without opening it again.

    Raises NotFound, TaskIsInternal, TaskIsCancelled, TaskHasChanged, and what `written` raises.
    """
    text = written(text, field="text")
    task = _in_conversation(task_id, client_id=client_id)
    must_be_as_seen(task, seen)
    at = not_before(task, at)
    keep(task, client_wrote_at=None)
    tell(
        events.REPLIED,
        task,
        actor=actor,
        at=at,
        private={"text": text},
        signals=[signals.RESPONDED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task


@transaction.atomic
def reply_to_provider(
    task_id: UUID,
    *,
    text: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: str | None = None,
) -> Task:
    """The client writes: work that waited for it goes on, and a resolved task is opened again.

    `seen` is the state in which the writer saw the task, where it looked: what was resolved since then stays resolved.
    Not its version, which would tell a client of what is internal. Raises NotFound, TaskIsCancelled, TaskWasResolved, and
    what `written` raises.
    """
    text = written(text, field="text")
    task = _in_conversation(task_id, client_id=client_id)
    if seen not in (None, State.RESOLVED) and task.state == State.RESOLVED:
        raise TaskWasResolved
    at, reason, said = just_after(task, at), task.waiting_for, _said(task)
    back = billing.reopened(task)
    changes = going_on(task) if len(said) > 1 else {}
    keep(task, client_wrote_at=task.client_wrote_at or at, **changes)
    tell(
        events.CLIENT_REPLIED,
        task,
        actor=actor,
        at=at,
        facts={"reason": reason, FIELD: back},
        private={"text": text},
        signals=said,
        source=source,
    )
    if signals.REOPENED in said:
        amend_reopened(task.subject, client_id=client_id, audience=task.audience, at=at, source=source)
    show(task, client_id=client_id, at=at)
    return task


def _in_conversation(task_id: UUID, *, client_id: UUID) -> Task:
    task = locked_in_any_state(task_id, client_id=client_id)
    must_be_known_to_client(task)
    if task.state == State.CANCELLED:
        raise TaskIsCancelled
    return task


def _said(task: Task) -> list[str]:
    if task.is_waiting_for_client:
        return [signals.CLIENT_WROTE, signals.RESUMED]
    return [signals.CLIENT_WROTE, *([signals.REOPENED] if task.state == State.RESOLVED else [])]
