"""When a request would be answered and done, told while it is being written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.viewers import ContactViewer
from motorblok.portal.door import draw, now
from motorblok.portal.words import PRIORITIES, TARGETS, line_names
from motorblok.visibility.outlook import promised


@dataclass(frozen=True, slots=True)
class Outlook:
    """One target that would run, and by when it would be due."""

    kind: str
    words: str
    due_at: datetime


@contact_only()
@require_safe
def request_outlook(request: ContactRequest) -> HttpResponse:
    """The fragment that the form asks for whenever line or urgency changes."""
    line, priority = request.GET.get("service_line", ""), request.GET.get("priority", "")
    found = outlook(request.viewer, line, priority, at=now())
    return draw(request, "portal/tasks/_outlook.html", outlook=found, line=line)


def outlook(
    viewer: ContactViewer, line: str | None, priority: str | None, *, at: datetime
) -> Sequence[Outlook]:
    """What would be promised, the first to be due first; nothing for what is not on offer."""
    if line not in line_names() or priority not in PRIORITIES:
        return []
    found = promised(viewer, service_line=line, priority=priority, at=at)
    shown = [Outlook(each.kind, str(TARGETS[each.kind]), each.due_at) for each in found]
    return sorted(shown, key=lambda each: each.due_at)
