"""The verb with which all work begins: receive a task."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.billable import FIELD
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid
from motorblok.sla import promises, signals
from motorblok.sla.promises import Promise
from motorblok.work import billing, events
from motorblok.work.actions.standing import show, tell
from motorblok.work.models import Priority, Task
from motorblok.work.numbers import next_number
from tenants.actions import must_accept_work, must_take
from tenants.queries import service_line_codes

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is asked. `level` is a service level that the agreement knows, or empty; `requester_id` the contact who asks."""

    title: str
    service_line: str
    is_internal: bool
    description: str = ""
    priority: str = Priority.NORMAL
    level: str = ""
    requester_id: UUID | None = None


@transaction.atomic
def receive_task(draft: Draft, *, client_id: UUID, actor: Actor, at: datetime, source: str = "app") -> Task:
    """Receive a task for the client whose schema is in force; its clocks start at `at`, under the agreement in force then.

    Raises Invalid for a draft that cannot be worked on, LineIsNotSubscribed, and what must_accept_work raises.
    """
    _check(draft)
    if draft.is_internal:
        must_accept_work(client_id)
    else:
        must_take(client_id, service_line=draft.service_line)
    promised = promises.choose(
        service_line=draft.service_line, level=draft.level, priority=draft.priority, at=at
    )
    task = Task.objects.create(
        number=next_number(is_internal=draft.is_internal),
        title=draft.title.strip(),
        description=draft.description.strip(),
        service_line=draft.service_line,
        level=draft.level,
        priority=draft.priority,
        is_internal=draft.is_internal,
        requester_id=draft.requester_id,
        received_at=at,
    )
    _tell(task, promised, actor=actor, at=at, source=source)
    show(task, client_id=client_id, at=at)
    return task


def _tell(task: Task, promised: list[Promise], *, actor: Actor, at: datetime, source: str) -> None:
    tell(
        events.RECEIVED,
        task,
        actor=actor,
        at=at,
        facts={
            "service_line": task.service_line,
            "level": task.level,
            "priority": task.priority,
            "internal": task.is_internal,
            "requester": task.requester_id and f"contact:{task.requester_id}",
            "promises": [promise.as_fact() for promise in promised],
            FIELD: billing.received(task),
        },
        private={"title": task.title, "description": task.description},
        signals=[signals.STARTED],
        source=source,
    )


def _check(draft: Draft) -> None:
    if not draft.title.strip():
        raise Invalid(_("Say in a few words what is to be done."), field="title")
    if len(draft.title.strip()) > TITLE_LENGTH:
        raise Invalid(
            _("Use at most 200 characters for the title; the description has room for more."), field="title"
        )
    if len(draft.description) > DESCRIPTION_LENGTH:
        raise Invalid(_("Use at most 20,000 characters for the description."), field="description")
    if "\x00" in draft.title + draft.description:
        raise Invalid(_("The text holds a character that cannot be kept."), field="description")
    if draft.priority not in Priority.values:
        raise Invalid(_("Choose a priority from the list."), field="priority")
    if draft.service_line not in service_line_codes():
        raise Invalid(_("Choose a service line from the list."), field="service_line")
