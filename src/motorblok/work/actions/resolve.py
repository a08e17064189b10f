"""The verb that ends the work on a task: resolve."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.billable import FIELD
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid
from motorblok.sla import signals
from motorblok.work import billing, events
from motorblok.work.actions.standing import NOT_WAITING, keep, locked, not_before, show, tell
from motorblok.work.models import State, Task
from motorblok.work.wording import written


class AnswerIsMissing(Invalid):
    """A task is resolved with an answer that says what was done."""

    code = "answer-is-missing"
    words = _("Say in a sentence what was done; the client reads it.")


@transaction.atomic
def resolve_task(
    task_id: UUID,
    *,
    answer: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """End the work on a task with an answer; its clocks are decided.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, AnswerIsMissing, and what `written` raises.
    """
    answer = written(answer, field="answer", missing=AnswerIsMissing)
    task = locked(task_id, client_id=client_id, seen=seen)
    at = not_before(task, at)
    keep(task, state=State.RESOLVED, resolved_at=at, answer=answer, client_wrote_at=None, **NOT_WAITING)
    tell(
        events.RESOLVED,
        task,
        actor=actor,
        at=at,
        facts={FIELD: billing.resolved(task)},
        private={"answer": answer},
        signals=[signals.RESOLVED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task
