"""The workboard: the tasks of all the viewer's clients, the most urgent first, kept up to date while it is looked at."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.board.queries import PAGE, Page, Show, page
from motorblok.console.asked import ME, NOBODY, Asked, asked, scope_of
from motorblok.console.door import draw, now
from motorblok.console.grouping import Names
from motorblok.console.lines import Group, groups
from motorblok.console.names import client_names, line_names, staff_names
from motorblok.console.tabs import Tabs, tabs
from motorblok.work.models import Priority

MOST_ROWS = 500  # that one refresh brings
SPLIT = "motorblok_split"  # the cookie that remembers whether the preview is shown


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filters."""

    name: str
    label: str
    any: str
    value: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Board:
    """What a viewer sees of the workboard at an instant."""

    wanted: Asked
    found: Page
    groups: list[Group]
    choices: list[Choice]
    tabs: Tabs

    @property
    def digest(self) -> str:
        """Another one whenever something else is to be seen, be it that somebody may no longer see it."""
        shown = [(group.name, group.words, [line.mark for line in group.lines]) for group in self.groups]
        told = (shown, self.found.next, self.choices, self.tabs, get_language(), timezone.localdate())
        return blake2b(repr(told).encode(), digest_size=12).hexdigest()


@staff_only()
@require_safe
def workboard(request: StaffRequest) -> HttpResponse:
    """The whole page; for htmx only what a filter changes, the next rows, or nothing where nothing changed."""
    at, wanted = now(), asked(request.GET)
    if _is_partial(request) and "after" in request.GET:
        return _more(request, wanted, at=at)
    board = _board(request, wanted, at=at)
    if (seen := request.GET.get("seen")) and seen == board.digest:
        return HttpResponse(status=204)
    if not _is_partial(request):
        return draw(request, "console/workboard/page.html", section="workboard", **_context(request, board))
    context = _context(request, board) | {"is_refresh": seen is not None}
    response = draw(request, "console/workboard/_found.html", **context)
    if seen is None:
        response["HX-Push-Url"] = reverse("console:workboard") + wanted.query()
    return response


def _is_partial(request: StaffRequest) -> bool:
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _board(request: StaffRequest, wanted: Asked, *, at: datetime) -> Board:
    viewer, names = request.viewer, _names(request)
    filters = wanted.filters(viewer, names.clients)
    after = wanted.order.read(request.GET.get("after", ""))
    found = page(scope_of(viewer), filters, at=at, after=after, size=_size(request))
    return Board(
        wanted,
        found,
        _groups(found, names, wanted, at=at),
        _choices(wanted, names),
        tabs(viewer, wanted, names.clients, at=at),
    )


def _more(request: StaffRequest, wanted: Asked, *, at: datetime) -> HttpResponse:
    """The rows after those that are shown."""
    names = _names(request)
    filters = wanted.filters(request.viewer, names.clients)
    after = wanted.order.read(request.GET["after"])
    found = page(scope_of(request.viewer), filters, at=at, after=after)
    begun = request.GET.get("group", "") if after else ""
    shown = _groups(found, names, wanted, at=at, begun=begun)
    context: dict[str, Any] = {"groups": shown, "more": _next(wanted, found, shown)}
    return draw(request, "console/workboard/_lines.html", **context)


def _names(request: StaffRequest) -> Names:
    return Names(client_names(request.viewer), staff_names(), line_names())


def _groups(found: Page, names: Names, wanted: Asked, *, at: datetime, begun: str = "") -> list[Group]:
    rows = [row for row in found.rows if row.client_id in names.clients]
    sort = "urgent" if wanted.show == Show.CLOSED else wanted.sort
    return groups(rows, names, at=at, sort=sort, after=begun)


def _size(request: StaffRequest) -> int:
    """As many rows as are shown already, in whole pages."""
    rows = request.GET.get("rows", "")
    shown = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 6 else 0
    return min(MOST_ROWS, max(PAGE, -(-shown // PAGE) * PAGE))


def _next(wanted: Asked, found: Page, shown: list[Group]) -> str:
    if not found.next or not shown:
        return ""
    return wanted.query(after=wanted.order.written(found.next), group=shown[-1].name)


def _context(request: StaffRequest, board: Board) -> dict[str, Any]:
    return {
        "asked": board.wanted,
        "here": board.wanted.query(),
        "groups": board.groups,
        "shown": sum(len(group.lines) for group in board.groups),
        "more": _next(board.wanted, board.found, board.groups),
        "digest": board.digest,
        "choices": board.choices,
        "tabs": board.tabs,
        "is_closed": board.wanted.show == Show.CLOSED,
        "can_be_saved": not board.tabs.has_current,
        "is_split": request.COOKIES.get(SPLIT) != "off",
        "may_share": request.viewer.role in {StaffRole.OWNER, StaffRole.LEAD},
    }


def _choices(wanted: Asked, names: Names) -> list[Choice]:
    clients = [(each.slug, each.name) for each in names.clients.values()]
    people = [
        (ME, _("Me")),
        (NOBODY, _("Nobody yet")),
        *((str(key), name) for key, name in names.staff.items()),
    ]
    priorities = [(value, str(words)) for value, words in reversed(Priority.choices)]
    sorts = [("received", _("Newest first")), ("priority", _("By priority")), ("client", _("By client"))]
    return [
        Choice("client", _("Client"), _("All clients"), wanted.client, clients),
        Choice(
            "line", _("Service line"), _("All service lines"), wanted.line, [*names.service_lines.items()]
        ),
        Choice("priority", _("Priority"), _("Any priority"), wanted.priority, priorities),
        Choice("assignee", _("Assignee"), _("Everybody"), wanted.assignee, people),
        Choice("sort", _("Order"), _("Most urgent first"), wanted.sort, sorts),
    ]
