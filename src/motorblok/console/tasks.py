"""The page of one task: what is asked, how its promises stand and why, what happened, and what can be done next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.queries import colleagues_for
from motorblok.audit.models import Audience
from motorblok.audit.queries import Entry, history
from motorblok.console.door import draw, now
from motorblok.console.entering import inside_client
from motorblok.console.names import line_names, person_names
from motorblok.console.promises import promises_of
from motorblok.kernel.errors import DomainError
from motorblok.visibility.queries import found
from motorblok.work.models import Task
from tenants.models import Client

SIGNS: Mapping[str, str] = {
    "work.task.received": "inbox",
    "work.task.assigned": "user-plus",
    "work.task.taken": "hand",
    "work.task.resolved": "check",
    "sla.clock.warned": "bell",
    "sla.clock.breached": "alarm-clock-off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A task in words, with what this viewer can do with it."""

    number: str
    title: str
    description: str
    answer: str
    service_line_words: str
    level: str
    priority: str
    priority_words: str
    state: str
    state_words: str
    is_internal: bool
    assignee_id: UUID | None
    assignee: str
    requester: str
    received_at: datetime
    resolved_at: datetime | None
    can_be_taken: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: str
    icon: str
    is_internal: bool


@staff_only()
@require_safe
@inside_client
def task(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """The task as it stands."""
    return page(request, client, found(request.viewer, number))


def page(
    request: StaffRequest,
    client: Client,
    row: Task,
    *,
    refusal: DomainError | None = None,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the task; with a form the answer is being written, with a refusal a verb on it has just failed."""
    return draw(
        request,
        "console/tasks/page.html",
        refusal=refusal,
        status=status,
        section="workboard",
        client=client,
        task=_shown(row),
        promises=promises_of(row.subject, at=now()),
        entries=[_moment(entry) for entry in history(row.subject)],
        colleagues=colleagues_for(client.id, row.service_line) if row.is_open else [],
        may_work=row.is_open and client.is_open,
        resolving=form is not None,
        form=form,
    )


def _shown(row: Task) -> Shown:
    people = person_names(row.assignee_id, row.requester_id)
    return Shown(
        **{name: getattr(row, name) for name in _SAME},
        service_line_words=line_names().get(row.service_line, row.service_line),
        priority_words=row.get_priority_display(),
        state_words=row.get_state_display(),
        assignee=people.get(row.assignee_id, ""),
        requester=people.get(row.requester_id, ""),
        can_be_taken=not row.taken_at,
        is_taken=row.taken_at is not None and row.is_open,
    )


_SAME = (
    *("number", "title", "description", "answer", "level", "priority", "state"),
    *("is_internal", "assignee_id", "received_at", "resolved_at"),
)


def _moment(entry: Entry) -> Moment:
    icon = SIGNS.get(entry.kind.name, "dot")
    return Moment(entry.occurred_at, entry.sentence, icon, entry.audience == Audience.INTERNAL)
