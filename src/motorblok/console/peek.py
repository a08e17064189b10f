"""The preview of a task beside the workboard: its promises, the last words, and what can be done next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.audit.models import Audience
from motorblok.audit.queries import Entry, history
from motorblok.console.door import draw, now
from motorblok.console.entering import inside_client
from motorblok.console.lines import waiting_words
from motorblok.console.names import line_names, person_names
from motorblok.console.promises import promises_of
from motorblok.visibility.queries import found
from tenants.models import Client

LAST = 4  # messages shown
# Where the words of a message are in its event, and on whose side it was written.
SPOKEN = {
    "work.task.replied": ("text", "provider"),
    "work.task.client_replied": ("text", "client"),
    "work.task.noted": ("text", "note"),
    "work.task.handed_over": ("note", "note"),
    "work.task.waited_for_client": ("question", "provider"),
    "work.task.resolved": ("answer", "provider"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was written about the task; `side` is client, provider or note."""

    at: datetime
    by: str
    text: str
    side: str
    is_internal: bool


@staff_only()
@require_safe
@inside_client
def peek(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """The task as it stands; nothing while it is as it was seen."""
    task, at = found(request.viewer, number), now()
    entries = history(task.subject)
    digest = f"{task.version}-{entries[-1].id if entries else ''}"
    if request.GET.get("seen") == digest:
        return HttpResponse(status=204)
    people = person_names(task.assignee_id, task.requester_id)
    return draw(
        request,
        "console/workboard/_peek.html",
        client=client,
        task=task,
        key=f"{client.id}:{task.id}:{task.version}",
        assignee=people.get(task.assignee_id, ""),
        requester=people.get(task.requester_id, ""),
        service_line=line_names().get(task.service_line, task.service_line),
        waits=waiting_words(task.waiting_for) if task.waiting_for else "",
        promises=promises_of(task.subject, at=at),
        messages_shown=_last(entries),
        digest=digest,
        may_work=client.is_open,
    )


def _last(entries: list[Entry]) -> list[Message]:
    """The last things that were written, the oldest first."""
    spoken = [(entry, *SPOKEN[entry.kind.name]) for entry in entries if entry.kind.name in SPOKEN]
    return [
        Message(
            entry.occurred_at,
            entry.private.get("actor", "…"),
            entry.private.get(field, "…"),
            side,
            entry.audience == Audience.INTERNAL,
        )
        for entry, field, side in spoken
    ][-LAST:]
