"""What every verb does before and after its own change: lock the task, tell what happened, show where it now stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.board.actions import place
from motorblok.board.placements import Placement
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.sla import clocks
from motorblok.work.models import Task
from tenants.actions import must_accept_work


class TaskIsResolved(DomainError):
    """The task is resolved: nothing more is to be done on it."""

    code = "task-is-resolved"
    words = _("This task is resolved already. Look at it again before you go on.")


def locked(task_id: UUID, *, client_id: UUID) -> Task:
    """The task, locked until the commit. Raises NotFound, TaskIsResolved, and what must_accept_work raises."""
    must_accept_work(client_id)
    task = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise NotFound
    if not task.is_open:
        raise TaskIsResolved
    return task


def not_before(task: Task, at: datetime) -> datetime:
    """When a verb happened: never before the receipt, though the clock of another machine says so.

    A clock that was stopped before it began would never be stopped at all.
    """
    return max(at, task.received_at)


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
) -> None:
    """Record what happened to a task; what happens to an internal one is for no client."""
    record(
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
            closed_at=task.resolved_at,
            urgent_at=urgency.urgent_at if urgency else None,
            due_at=urgency.due_at if urgency else None,
            target_kind=urgency.target_kind if urgency else "",
            target_seconds=urgency.target_seconds if urgency else None,
        )
    )
