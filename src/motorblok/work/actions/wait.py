"""The verbs for work that cannot go on by itself: wait for the client, wait for a third party, resume."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.sla import signals
from motorblok.work import events
from motorblok.work.actions.standing import (
    going_on,
    just_after,
    keep,
    locked,
    must_be_known_to_client,
    not_before,
    show,
    tell,
)
from motorblok.work.models import Party, State, Task
from motorblok.work.wording import written


class TaskIsNotWaiting(DomainError):
    """There is nothing to resume."""

    code = "task-is-not-waiting"
    words = _("This task is not waiting for anybody.")


class TaskIsWaiting(DomainError):
    """The task waits already, and for somebody else."""

    code = "task-is-waiting"
    words = _("This task is waiting for somebody else already. Resume it first.")


@transaction.atomic
def wait_for_client(
    task_id: UUID,
    *,
    question: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Ask the client something, which is a response to it, and stop until it has answered.

    A second question while it waits for the first takes its place; the clocks stay as they are. Raises NotFound,
    TaskIsResolved, TaskIsCancelled, TaskHasChanged, TaskIsInternal, TaskIsWaiting, and what `written` raises.
    """
    question = written(question, field="question")
    task = locked(task_id, client_id=client_id, seen=seen)
    must_be_known_to_client(task)
    at = not_before(task, at)
    _wait(task, Party.CLIENT, at=at, question=question, client_wrote_at=None)
    tell(
        events.WAITED_FOR_CLIENT,
        task,
        actor=actor,
        at=at,
        facts={"reason": Party.CLIENT.value, "party": Party.CLIENT.value},
        private={"question": question},
        signals=[signals.RESPONDED, signals.PAUSED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task


@transaction.atomic
def wait_for_third_party(
    task_id: UUID,
    *,
    whom: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Stop until somebody outside has done something: a supplier, a bank, an authority. `whom` says who and what.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, TaskIsWaiting, and what `written` raises.
    """
    whom = written(whom, field="whom")
    task = locked(task_id, client_id=client_id, seen=seen)
    at = not_before(task, at)
    _wait(task, Party.THIRD_PARTY, at=at, question=whom)
    tell(
        events.WAITED_FOR_THIRD_PARTY,
        task,
        actor=actor,
        at=at,
        facts={"reason": Party.THIRD_PARTY.value, "party": Party.THIRD_PARTY.value},
        private={"whom": whom},
        signals=[signals.PAUSED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task


@transaction.atomic
def resume_task(
    task_id: UUID,
    *,
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Go on with a task that waited, though no answer came here.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, TaskIsNotWaiting.
    """
    task = locked(task_id, client_id=client_id, seen=seen)
    if task.state != State.WAITING:
        raise TaskIsNotWaiting
    at, reason = just_after(task, at), task.waiting_for
    keep(task, **going_on(task))
    tell(
        events.RESUMED,
        task,
        actor=actor,
        at=at,
        facts={"reason": reason},
        signals=[signals.RESUMED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task


def _wait(task: Task, party: Party, *, at: datetime, question: str, **changes: datetime | None) -> None:
    if task.waiting_for not in ("", party):
        raise TaskIsWaiting
    since = task.waiting_since or at
    keep(
        task, state=State.WAITING, waiting_for=party.value, waiting_since=since, question=question, **changes
    )
