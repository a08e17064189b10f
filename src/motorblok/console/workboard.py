"""The workboard: the tasks of all the viewer's clients, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.viewers import StaffViewer
from motorblok.board.queries import Filters, Page, Show, count, page
from motorblok.console.asked import ME, NOBODY, Asked, asked, read, scope_of, written
from motorblok.console.door import draw, now
from motorblok.console.lines import Names, groups
from motorblok.console.names import client_names, line_names, staff_names


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the board, its link under the filters of now, and how many tasks are in it."""

    name: str
    words: str
    link: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filters."""

    name: str
    label: str
    any: str
    value: str
    options: list[tuple[str, str]]


@staff_only()
@require_safe
def workboard(request: StaffRequest) -> HttpResponse:
    """The whole page; for htmx only what a filter changes, or the next rows."""
    at, wanted, after = now(), asked(request.GET), read(request.GET.get("after", ""))
    names = Names(client_names(request.viewer), staff_names(), line_names())
    found = page(scope_of(request.viewer), wanted.filters(request.viewer, names.clients), at=at, after=after)
    context = _rows(found, names, wanted, at=at, begun=request.GET.get("group", "") if after else "")
    is_partial = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )
    if is_partial and after:
        return draw(request, "console/workboard/_lines.html", **context)
    context |= {
        "views": _tabs(request.viewer, wanted, at=at),
        "choices": _choices(wanted, names),
        "asked": wanted,
    }
    if is_partial:
        response = draw(request, "console/workboard/_found.html", **context)
        response["HX-Push-Url"] = reverse("console:workboard") + wanted.query()
        return response
    return draw(request, "console/workboard/page.html", section="workboard", **context)


def _rows(found: Page, names: Names, wanted: Asked, *, at: datetime, begun: str) -> dict[str, Any]:
    rows = [row for row in found.rows if row.client_id in names.clients]
    shown = groups(rows, names, at=at, after=begun)
    return {
        "groups": shown,
        "shown": len(rows),
        "more": wanted.query(after=written(found.next), group=shown[-1].name) if found.next else "",
        "is_closed": wanted.show == Show.CLOSED,
        "is_filtered": wanted.is_filtered,
    }


def _tabs(viewer: StaffViewer, wanted: Asked, *, at: datetime) -> list[Tab]:
    scope, mine = scope_of(viewer), wanted.assignee == ME and wanted.show == Show.OPEN
    views = [
        (Show.OPEN, _("Open"), None),
        (Show.LATE, _("Late"), Filters(show=Show.LATE)),
        (Show.SOON, _("Within the hour"), Filters(show=Show.SOON)),
        (Show.UNTAKEN, _("Unassigned"), Filters(show=Show.UNTAKEN)),
        ("mine", _("Mine"), Filters(assignee_id=viewer.person_id)),
        (Show.CLOSED, _("Resolved"), None),
    ]
    return [
        Tab(
            name=str(name),
            words=words,
            link=_link(wanted, name),
            is_current=mine if name == "mine" else wanted.show == name and not mine,
            count=count(scope, filters, at=at) if filters else None,
        )
        for name, words, filters in views
    ]


def _link(wanted: Asked, view: str) -> str:
    if view == "mine":
        changes = {"show": Show.OPEN.value, "assignee": ME}
    else:
        changes = {"show": str(view), "assignee": "" if wanted.assignee == ME else wanted.assignee}
    return reverse("console:workboard") + wanted.query(**changes)


def _choices(wanted: Asked, names: Names) -> list[Choice]:
    clients = [(each.slug, each.name) for each in names.clients.values()]
    people = [
        (ME, _("Me")),
        (NOBODY, _("Nobody yet")),
        *((str(key), name) for key, name in names.staff.items()),
    ]
    lines = list(names.service_lines.items())
    return [
        Choice("client", _("Client"), _("All clients"), wanted.client, clients),
        Choice("line", _("Service line"), _("All service lines"), wanted.line, lines),
        Choice("assignee", _("Assignee"), _("Everybody"), wanted.assignee, people),
    ]
