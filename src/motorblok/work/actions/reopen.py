"""The verb that takes an ending back: reopen."""

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
    TaskIsResolved,
    going_on,
    just_after,
    keep,
    locked_in_any_state,
    must_be_as_seen,
    show,
    tell,
)
from motorblok.work.models import State, Task
from motorblok.work.wording import written


class TaskIsOpen(DomainError):
    """There is no ending to take back."""

    code = "task-is-open"
    words = _("This task is open already.")


@transaction.atomic
def reopen_task(
    task_id: UUID,
    *,
    reason: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
    ending: str | None = None,
) -> Task:
    """Take the work on a resolved or cancelled task up again; the agreement says how its clocks go on.

    `ending` is the state that is taken back, where the actor means only that one. Raises NotFound, TaskIsOpen,
    TaskIsResolved or TaskIsCancelled where it ended otherwise, TaskHasChanged, and what `written` raises.
    """
    reason = written(reason, field="reason")
    task = locked_in_any_state(task_id, client_id=client_id)
    if task.is_open:
        raise TaskIsOpen
    if ending not in (None, task.state):
        raise TaskIsResolved if task.state == State.RESOLVED else TaskIsCancelled
    must_be_as_seen(task, seen)
    at, back = just_after(task, at), billing.reopened(task)
    keep(task, **going_on(task))
    tell(
        events.REOPENED,
        task,
        actor=actor,
        at=at,
        facts={FIELD: back},
        private={"reason": reason},
        signals=[signals.REOPENED],
        source=source,
    )
    amend_reopened(task.subject, client_id=client_id, audience=task.audience, at=at, source=source)
    show(task, client_id=client_id, at=at)
    return task
