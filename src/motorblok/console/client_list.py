"""The list of clients: found by state, risk, service line and words, with how much lies at each; and who is being taken on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, StaffRole
from motorblok.accounts.viewers import StaffViewer
from motorblok.board.loads import Load, by_client
from motorblok.console.asked import plain, scope_of
from motorblok.console.clients import STATES, mark_of, state_words
from motorblok.console.door import draw, now
from motorblok.console.names import line_names
from motorblok.console.taken_on import taken_on
from motorblok.console.team import board, end_of_day
from motorblok.kernel.alphabet import by_name
from tenants.models import Client, State

PAGE = 50
BY_NAME, BY_LATE, BY_OPEN = "name", "late", "open"


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in the list; `mark` is its state, or that building it failed."""

    slug: str
    code: str
    name: str
    mark: str
    state_words: str
    load: Load
    late_url: str
    waiting_url: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for, as it stands in the address; what makes no sense is left out."""

    text: str = ""
    state: str = ""
    line: str = ""
    risk: str = ""
    sort: str = BY_NAME

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.text, self.state, self.line, self.risk))

    def query(self, **changes: Any) -> str:
        """The query string of this, with some fields changed."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        kept = {name: value for name, value in fields.items() if value and (name, value) != ("sort", BY_NAME)}
        return f"?{urlencode(kept)}" if kept else ""


@staff_only()
@require_safe
def clients(request: StaffRequest) -> HttpResponse:
    """The viewer's clients."""
    at, wanted, viewer = now(), _wanted(request.GET), request.viewer
    lines = line_names()
    seen = scope_of(viewer).condition() & (Q(service_line=wanted.line) if wanted.line else Q())
    loads = by_client(at=at, soon_until=end_of_day(at), seen=seen)
    found = _sorted(list(_found(viewer, wanted, loads)), wanted.sort, loads)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    wide = viewer.role in WIDE_ROLES
    context: dict[str, Any] = {
        "clients": [_row(client, loads.get(client.id, Load())) for client in shown],
        "many": len(found),
        "wanted": wanted,
        "text": wanted.text,
        "more": wanted.query(page=shown.next_page_number()) if shown.has_next() else "",
        "less": wanted.query(page=shown.previous_page_number()) if shown.has_previous() else "",
        "choices": _choices(wanted, lines),
        "may_open": viewer.role == StaffRole.OWNER,
        "may_copy": wide,
        "taken_on": taken_on(at=at) if wide and not wanted.is_narrowed and shown.number == 1 else [],
    }
    return draw(request, "console/clients/list.html", section="clients", **context)


def _wanted(query: QueryDict) -> Wanted:
    found = {name: plain(query.get(name, "")) for name in Wanted.__slots__}
    found["state"] = found["state"] if found["state"] in State.values else ""
    found["risk"] = "yes" if found["risk"] else ""
    known = {BY_NAME, BY_LATE, BY_OPEN}
    found["sort"] = found["sort"] if found["sort"] in known else (BY_LATE if found["risk"] else BY_NAME)
    return Wanted(**found)


def _found(viewer: StaffViewer, wanted: Wanted, loads: Mapping[UUID, Load]) -> QuerySet[Client]:
    found = Client.objects.all()
    if (allowed := viewer.clients()) is not None:
        found = found.filter(id__in=allowed)
    if wanted.text:
        found = found.filter(Q(name__icontains=wanted.text) | Q(code__istartswith=wanted.text))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.risk:
        found = found.filter(id__in=[key for key, load in loads.items() if load.late or load.soon])
    elif wanted.line:
        found = found.filter(id__in=[key for key, load in loads.items() if load.open_tasks])
    return found


def _sorted(found: Sequence[Client], sort: str, loads: Mapping[UUID, Load]) -> Sequence[Client]:
    """By name; else those with most of it first, and of those with as much by name."""

    def weight(client: Client) -> tuple[int, int]:
        load = loads.get(client.id, Load())
        return (-load.late, -load.soon) if sort == BY_LATE else (-load.open_tasks, -load.late)

    named = sorted(found, key=lambda client: (by_name(client.name), client.id))
    return named if sort == BY_NAME else sorted(named, key=weight)


def _row(client: Client, load: Load) -> ClientRow:
    urls = [board(client=client.slug, show=show) for show in ("late", "waiting")]
    return ClientRow(client.slug, client.code, client.name, mark_of(client), state_words(client), load, *urls)


def _choices(wanted: Wanted, lines: Mapping[str, str]) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Of each select its name, its label, its value and its options."""
    states = [(state, str(words)) for state, words in STATES.items() if state in State.values]
    sorts = [("", _("By name")), (BY_LATE, _("Most late first")), (BY_OPEN, _("Most open first"))]
    sort = "" if wanted.sort == BY_NAME else wanted.sort
    return [
        ("state", _("State"), wanted.state, [("", _("In any state")), *states]),
        ("line", _("Service line"), wanted.line, [("", _("All service lines")), *lines.items()]),
        ("risk", _("Risk"), wanted.risk, [("", _("At risk or not")), ("yes", _("At risk today"))]),
        ("sort", _("Order"), sort, sorts),
    ]
