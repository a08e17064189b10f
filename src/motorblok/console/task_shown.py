"""A task in words, as the pages of the console show it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.console.names import line_names, person_names
from motorblok.kernel.instants import duration
from motorblok.work.models import Party, State, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A task in words, with what can be done with it as it stands."""

    id: UUID
    number: str
    title: str
    description: str
    answer: str
    question: str
    service_line_words: str
    level: str
    priority: str
    priority_words: str
    state: str
    state_words: str
    version: int
    is_internal: bool
    is_open: bool
    waits_for_client: bool
    waits_for_third_party: bool
    assignee_id: UUID | None
    assignee: str
    requester: str
    received_at: datetime
    resolved_at: datetime | None
    cancelled_at: datetime | None
    waiting_since: datetime | None
    client_wrote_at: datetime | None
    waited: str
    unanswered: str
    can_be_taken: bool
    is_taken: bool


SAME = (
    *("id", "number", "title", "description", "answer", "question", "level", "priority", "state", "version"),
    *("is_internal", "is_open", "assignee_id", "received_at", "resolved_at", "cancelled_at"),
    "waiting_since",
)


def shown(row: Task, *, at: datetime) -> Shown:
    """The row with its names, at an instant. Two statements."""
    people = person_names(row.assignee_id, row.requester_id)
    return Shown(
        **{name: getattr(row, name) for name in SAME},
        service_line_words=line_names().get(row.service_line, row.service_line),
        priority_words=row.get_priority_display(),
        state_words=row.get_state_display(),
        assignee=people.get(row.assignee_id, ""),
        requester=people.get(row.requester_id, ""),
        waits_for_client=row.waiting_for == Party.CLIENT,
        waits_for_third_party=row.waiting_for == Party.THIRD_PARTY,
        client_wrote_at=row.client_wrote_at if row.is_open else None,
        waited=_for(row.waiting_since, at),
        unanswered=_for(row.client_wrote_at, at),
        can_be_taken=row.is_open and not (row.taken_at and row.assignee_id),
        is_taken=row.is_open and row.state == State.TAKEN,
    )


def _for(since: datetime | None, at: datetime) -> str:
    return duration((at - since).total_seconds()) if since else ""
