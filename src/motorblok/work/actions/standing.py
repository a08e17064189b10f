"""What every verb does before and after its own change: lock the task, keep it, tell what happened, show where it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.queries import last_signal_at
from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.sla import clocks
from motorblok.work.models import State, Task
from tenants.actions import must_accept_work

MICROSECOND = timedelta(microseconds=1)
NOT_WAITING: Mapping[str, Any] = {"waiting_for": "", "waiting_since": None, "question": ""}


class TaskIsResolved(DomainError):
    """The task is resolved: nothing more is to be done on it."""

    code = "task-is-resolved"
    words = _("This task is resolved already. Look at it again before you go on.")


class TaskIsCancelled(DomainError):
    """The task is cancelled: nobody works on it any more."""

    code = "task-is-cancelled"
    words = _("This task is cancelled. Reopen it first, or ask for the work anew.")


class TaskHasChanged(DomainError):
    """Somebody changed the task after the actor had looked at it; nothing was overwritten."""

    code = "task-has-changed"
    words = _("This task has changed since you opened it. Look at what is new, then send yours again.")


class TaskIsInternal(DomainError):
    """An internal task does not exist for the client, so there is nobody to write to."""

    code = "task-is-internal"
    words = _("This task is internal: the client does not know of it. Make a note instead.")


def locked(task_id: UUID, *, client_id: UUID, seen: int | None = None) -> Task:
    """The open task, locked until the commit. `seen` is the version that the actor looked at, where it matters.

    Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, and what must_accept_work raises.
    """
    task = locked_in_any_state(task_id, client_id=client_id)
    if task.state == State.RESOLVED:
        raise TaskIsResolved
    if task.state == State.CANCELLED:
        raise TaskIsCancelled
    must_be_as_seen(task, seen)
    return task


def locked_in_any_state(task_id: UUID, *, client_id: UUID) -> Task:
    """The task, locked until the commit, also when it is closed. Raises NotFound, and what must_accept_work raises."""
    must_accept_work(client_id)
    task = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise NotFound
    return task


def must_be_as_seen(task: Task, seen: int | None) -> None:
    """Raises TaskHasChanged where the actor looked at another version."""
    if seen is not None and seen != task.version:
        raise TaskHasChanged


def must_be_known_to_client(task: Task) -> None:
    """Raises TaskIsInternal."""
    if task.is_internal:
        raise TaskIsInternal


def not_before(task: Task, at: datetime) -> datetime:
    """When a verb happened: after all that the task has been through, though the clock of another machine says otherwise.

    A clock that was stopped before it was started again would never be stopped at all.
    """
    return max(at, last_signal_at(task.subject) or at)


def just_after(task: Task, at: datetime) -> datetime:
    """The same for a verb that takes something back or answers it: at one instant the clocks would hear it first."""
    last = last_signal_at(task.subject) or at
    return at if at > last else last + MICROSECOND


def going_on(task: Task) -> dict[str, Any]:
    """The changes that put a waiting or closed task back to where it was before."""
    return {
        "state": State.TAKEN if task.taken_at else State.RECEIVED,
        **NOT_WAITING,
        **dict.fromkeys(("resolved_at", "cancelled_at")),
        "answer": "",
    }


def keep(task: Task, **changes: Any) -> None:
    """Save what a verb changes; whoever looked at the task before can tell by its version."""
    for name, value in {**changes, "version": task.version + 1}.items():
        setattr(task, name, value)
    task.save(update_fields=[*changes, "version"])


def tell(
    kind: Kind,
    task: Task,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    signals: Sequence[str] = (),
) -> UUID:
    """Record what happened to a task; what happens to an internal one is for no client. Returns the event's id."""
    return record(
        kind,
        subject=task.subject,
        actor=actor,
        at=at,
        facts={"number": task.number, **(facts or {})},
        private=private,
        signals=signals,
        source=source,
        audience=task.audience,
    )


def show(task: Task, *, client_id: UUID, at: datetime) -> None:
    """Bring the clocks and the workboard up to the task and its events, in the same transaction."""
    urgency = clocks.refresh(task.subject, client_id=client_id, at=at)
    place(
        Placement(
            client_id=client_id,
            task_id=task.id,
            number=task.number,
            title=task.title,
            service_line=task.service_line,
            priority=task.priority,
            state=task.state,
            is_internal=task.is_internal,
            assignee_id=task.assignee_id,
            received_at=task.received_at,
            closed_at=task.closed_at,
            waiting_for=task.waiting_for,
            client_wrote_at=task.client_wrote_at,
            version=task.version,
            urgent_at=urgency.urgent_at if urgency else None,
            due_at=urgency.due_at if urgency else None,
            target_kind=urgency.target_kind if urgency else "",
            target_seconds=urgency.target_seconds if urgency else None,
            consumed_seconds=urgency.consumed_seconds if urgency else None,
            since_at=urgency.since_at if urgency else None,
        )
    )
