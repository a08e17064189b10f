"""The list of the client's tasks, with its filters."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel import instants
from motorblok.portal.door import draw, now
from motorblok.portal.names import contact_names
from motorblok.portal.words import WAITS_FOR_YOU, line_names, shown
from motorblok.visibility import queries
from motorblok.visibility.queries import Cursor, Filters

STATES = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("Being done"),
    "waiting": WAITS_FOR_YOU,
    "resolved": gettext_lazy("Resolved"),
    "cancelled": gettext_lazy("Cancelled"),
}
OWN = "mine"


@dataclass(frozen=True, slots=True)
class Tab:
    """One state to look at, and how many tasks are in it."""

    words: str
    address: str
    count: int
    is_chosen: bool
    is_pressing: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filters."""

    name: str
    label: str
    any: str
    value: str
    options: list[tuple[str, str]]


@contact_only()
@require_safe
def tasks(request: ContactRequest) -> HttpResponse:
    """The list, the newest first."""
    viewer, at, asked = request.viewer, now(), _asked(request.GET, request.viewer)
    found = queries.tasks(viewer, asked, at=at, after=_read(request.GET.get("after", "")))
    names = contact_names((task.requester_id for task in found.tasks), client_id=viewer.client_id)
    return draw(
        request,
        "portal/tasks/list.html",
        section="tasks",
        tasks=[shown(task, at=at, requester=names.get(task.requester_id, "")) for task in found.tasks],
        more=_address(asked, after=found.next) if found.next else "",
        is_further="after" in request.GET,
        filters=asked,
        is_filtered=asked != Filters(),
        tabs=_tabs(viewer, asked),
        choices=_choices(viewer, asked),
    )


def _asked(query: QueryDict, viewer: ContactViewer) -> Filters:
    state, line = query.get("state", ""), query.get("service_line", "")
    return Filters(
        state=state if state in STATES else "",
        service_line=line if line in line_names() else "",
        text=query.get("text", "").replace("\x00", "").strip()[:100],
        requester_id=viewer.person_id if query.get("requester") == OWN else None,
    )


def _tabs(viewer: ContactViewer, asked: Filters) -> list[Tab]:
    counts = queries.tallies(viewer, asked)
    return [
        Tab(
            words=str(words),
            address=_address(replace(asked, state=state)),
            count=counts[state],
            is_chosen=state == asked.state,
            is_pressing=state == "waiting" and counts[state] > 0,
        )
        for state, words in STATES.items()
    ]


def _choices(viewer: ContactViewer, asked: Filters) -> list[Choice]:
    lines = [(code, name) for code, name in line_names().items() if viewer.may_see_line(code)]
    line = Choice("service_line", _("Service line"), _("All service lines"), asked.service_line, lines)
    if viewer.sees_own_tasks_only:
        return [line]
    mine, options = OWN if asked.requester_id else "", [(OWN, _("Asked by me"))]
    return [line, Choice("requester", _("Asked by"), _("Asked by anyone"), mine, options)]


def _address(asked: Filters, *, after: Cursor | None = None) -> str:
    fields = {
        "state": asked.state,
        "service_line": asked.service_line,
        "text": asked.text,
        "requester": OWN if asked.requester_id else "",
        "after": f"{after.received_at.isoformat()}~{after.number}" if after else "",
    }
    return "?" + urlencode({name: value for name, value in fields.items() if value})


def _read(place: str) -> Cursor | None:
    instant, _separator, number = place.partition("~")
    received_at = instants.read(instant)
    return Cursor(received_at, number) if received_at and number.isprintable() and number else None
