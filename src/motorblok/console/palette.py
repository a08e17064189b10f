"""The palette: whatever has a name, found from the keyboard: tasks, clients, people, pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES, WIDE_ROLES, Kind, Person, StaffRole
from motorblok.accounts.viewers import StaffViewer
from motorblok.board.placements import Placement
from motorblok.board.queries import by_number, found_by_text
from motorblok.console.asked import Asked, asked_by, plain, scope_of
from motorblok.console.door import draw, now
from motorblok.console.names import ClientName, client_names
from motorblok.console.tabs import link_to, saved_views
from motorblok.kernel.alphabet import plain_letters

FIRST, PAGES = 8, 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be gone to: an icon or a face, its words, and what tells it from others of that name."""

    url: str
    words: str
    more: str = ""
    icon: str = ""
    face: str = ""
    ref: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind."""

    words: str
    entries: tuple[Entry, ...]


@staff_only()
@require_safe
def palette(request: StaffRequest) -> HttpResponse:
    """What fits the words typed, at most eight of each kind; asked to go, it goes to the first of it."""
    text, viewer = plain(request.GET.get("text", "")), request.viewer
    clients = client_names(viewer)
    tasks = _tasks(viewer, text, clients)
    sections = [
        Section(_("Tasks"), tuple(tasks)),
        Section(_("Clients"), tuple(_clients(text, clients))),
        Section(_("Colleagues"), tuple(_colleagues(viewer, text))),
        Section(_("Contacts"), tuple(_contacts(viewer, text, clients))),
        Section(_("Go to"), tuple(_pages(viewer, text, clients))),
    ]
    shown = [section for section in sections if section.entries]
    if "go" in request.GET:
        return redirect(shown[0].entries[0].url if shown else link_to(Asked(text=text)))
    exact = next((each.url for each in tasks if each.ref == text.upper()), "")
    context: dict[str, Any] = {"sections": shown, "text": text, "exact": exact}
    return draw(request, "console/workboard/_palette_found.html", **context)


def _tasks(viewer: StaffViewer, text: str, clients: Mapping[UUID, ClientName]) -> list[Entry]:
    if not text:
        return []
    scope = scope_of(viewer)
    rows = [*by_number(scope, text), *found_by_text(scope, text, at=now(), size=FIRST)]
    known = {row.task_id: row for row in rows if row.client_id in clients}
    return [_task(row, clients[row.client_id]) for row in known.values()][:FIRST]


def _task(row: Placement, client: ClientName) -> Entry:
    url = reverse("console:task", args=[client.slug, row.number])
    is_done = row.closed_at is not None
    return Entry(url, row.title, client.name, ref=row.number, face=client.name, is_done=is_done)


def _clients(text: str, clients: Mapping[UUID, ClientName]) -> list[Entry]:
    found = [each for each in clients.values() if text and _has(text, each.name, each.code)]
    # Whoever types a code wants that client, whatever else has these letters in its name.
    found.sort(key=lambda each: each.code.casefold() != text.casefold())
    return [
        Entry(reverse("console:client", args=[each.slug]), each.name, face=each.name, ref=each.code)
        for each in found[:FIRST]
    ]


def _colleagues(viewer: StaffViewer, text: str) -> list[Entry]:
    return [_colleague(each, viewer) for each in _named(text, Q(kind=Kind.STAFF))]


def _colleague(person: Person, viewer: StaffViewer) -> Entry:
    board = link_to(Asked(assignee=str(person.id)))
    url = reverse("console:person", args=[person.id]) if viewer.role in WIDE_ROLES else board
    return Entry(url, person.name, person.role_label, face=person.name)


def _contacts(viewer: StaffViewer, text: str, clients: Mapping[UUID, ClientName]) -> list[Entry]:
    """Only who may look at the pages of contacts finds them."""
    if viewer.role not in WIDE_ROLES:
        return []
    found = _named(text, Q(kind=Kind.CONTACT, client_id__in=list(clients)))
    return [_contact(each, clients[each.client_id]) for each in found if each.client_id]


def _contact(person: Person, client: ClientName) -> Entry:
    url = reverse("console:contact", args=[client.slug, person.id])
    return Entry(url, person.name, f"{person.role_label}, {client.name}", face=person.name)


def _named(text: str, who: Q) -> Sequence[Person]:
    if not text:
        return []
    named = Q(name__icontains=text) | Q(email__istartswith=text)
    return list(Person.objects.filter(who, named, deactivated_at=None).order_by("name", "id")[:FIRST])


def _pages(viewer: StaffViewer, text: str, clients: Mapping[UUID, ClientName]) -> list[Entry]:
    saved = [
        Entry(link_to(asked_by(each.query)), each.name, _("saved view"), icon="bookmark")
        for each in saved_views(viewer, clients)
    ]
    return [each for each in (*_fixed(viewer), *saved) if _has(text, each.words)][:PAGES]


def _fixed(viewer: StaffViewer) -> Iterable[Entry]:
    yield Entry(reverse("console:workboard"), _("Workboard"), icon="layout-list")
    yield Entry(reverse("console:new-task"), _("Receive a task"), icon="circle-plus")
    yield Entry(reverse("console:inbox"), _("Inbox"), icon="bell")
    if viewer.role == StaffRole.OWNER:
        yield Entry(reverse("console:overview"), _("Overview"), icon="gauge")
    if viewer.role in MONEY_ROLES:
        yield from _about_money()
    yield Entry(reverse("console:clients"), _("Clients"), icon="building-2")
    yield Entry(reverse("console:people"), _("People"), icon="users")
    if viewer.role in WIDE_ROLES:
        yield Entry(reverse("console:team"), _("Team"), icon="users")
        yield Entry(reverse("console:agreement-copy"), _("Copy an agreement"), icon="copy")
        yield Entry(reverse("console:holidays"), _("Add a holiday for all clients"), icon="calendar-plus")
    if viewer.role == StaffRole.OWNER:
        yield Entry(reverse("console:new-client"), _("Open a client"), icon="plus")
        yield Entry(reverse("console:new-person"), _("Invite a colleague"), icon="user-plus")
    yield Entry(reverse("console:settings"), _("Your settings"), icon="settings-2")


def _about_money() -> Iterable[Entry]:
    yield Entry(reverse("console:billing-home"), _("Billing"), icon="receipt")
    yield Entry(reverse("console:invoices"), _("Invoices"), icon="receipt-text")
    yield Entry(reverse("console:credits"), _("Credits"), icon="shield-check")
    yield Entry(reverse("console:subscriptions"), _("Subscriptions"), icon="repeat")
    yield Entry(reverse("console:plans"), _("Plans"), icon="tags")
    yield Entry(reverse("console:billing-revenue"), _("Revenue and margin"), icon="chart-column")


def _has(text: str, *words: str) -> bool:
    sought = plain_letters(text)
    return any(sought in plain_letters(each) for each in words)
