"""Questions to the inbox: how much is unread, and what there is, grouped by task, in words for the one who reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.audit.across import entries_across
from motorblok.audit.queries import Entry
from motorblok.board.models import Row
from motorblok.notify.models import Notice, NoticeQuerySet
from motorblok.notify.scopes import notices_of
from motorblok.notify.seen import Cursor, Group, Inbox, Line
from motorblok.notify.topics import About
from motorblok.notify.words import said
from motorblok.visibility.happenings import told
from motorblok.visibility.scopes import tasks_of
from tenants.models import Client

PAGE = 25
LINES = 3
MOST = 100


@dataclass(frozen=True, slots=True)
class _Found:
    client_id: UUID
    task_id: UUID
    topic: str
    number: str
    newest: datetime
    count: int
    unread: int


def count_unread(viewer: Viewer, *, limit: int = MOST) -> int:
    """How many notices of the viewer are unread, counted up to `limit`. One statement."""
    return notices_of(viewer).unread().values("id")[:limit].count()


def inbox(
    viewer: Viewer, *, is_unread_only: bool = False, after: Cursor | None = None, size: int = PAGE
) -> Inbox:
    """What the viewer has heard of, by task, the newest first; at most seven statements. A contact asks in its schema."""
    wanted = notices_of(viewer).unread() if is_unread_only else notices_of(viewer)
    found = _tasks(wanted, after, size + 1)
    shown = found[:size]
    task_ids = [each.task_id for each in shown]
    lines = lines_of(viewer, _latest(wanted, task_ids))
    more = Cursor(shown[-1].newest, shown[-1].number) if len(found) > size else None
    return Inbox(tuple(_groups(viewer, shown, lines)), more)


def _tasks(wanted: NoticeQuerySet, after: Cursor | None, size: int) -> list[_Found]:
    by_task = wanted.values("client_id", "task_id", "topic", "number").annotate(
        newest=Max("at"), count=Count("id"), unread=Count("id", filter=Q(read_at=None))
    )
    if after:
        earlier = Q(newest__lt=after.at) | Q(newest=after.at, number__lt=after.number)
        by_task = by_task.filter(earlier)
    return [_Found(**row) for row in by_task.order_by("-newest", "-number")[:size]]


def lines_of(viewer: Viewer, notices: Sequence[Notice]) -> dict[UUID, list[Line]]:
    """These notices of the viewer in words, by task and in their order. Two statements."""
    happenings = told(viewer, _entries(notices).values())
    lines: dict[UUID, list[Line]] = {notice.task_id: [] for notice in notices}
    for notice in notices:
        if happening := happenings.get(notice.event_id):
            words = said(happening, to_staff=isinstance(viewer, StaffViewer))
            lines[notice.task_id].append(Line(notice.at, notice.read_at is None, words))
    return lines


def titles_of(viewer: Viewer, task_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The titles of tasks, by id. Staff reads over all clients, so the workboard's: a closed client's may have none."""
    if isinstance(viewer, StaffViewer):
        return dict(Row.objects.filter(task_id__in=task_ids).values_list("task_id", "title"))
    return dict(tasks_of(viewer).filter(id__in=task_ids).values_list("id", "title"))


def _latest(wanted: NoticeQuerySet, task_ids: Sequence[UUID]) -> list[Notice]:
    """The latest notices of each task, the newest first."""
    place = Window(RowNumber(), partition_by=[F("task_id")], order_by=[F("at").desc(), F("id").desc()])
    latest = wanted.filter(task_id__in=task_ids).annotate(place=place).filter(place__lte=LINES)
    return list(latest.order_by("-at", "-id"))


def _entries(notices: Iterable[Notice]) -> dict[UUID, Entry]:
    wanted: dict[str, list[UUID]] = {}
    for notice in notices:
        wanted.setdefault(notice.schema, []).append(notice.event_id)
    return entries_across(wanted)


def _groups(viewer: Viewer, found: Sequence[_Found], lines: Mapping[UUID, Sequence[Line]]) -> Iterable[Group]:
    titles = titles_of(viewer, [each.task_id for each in found])
    clients = Client.objects.in_bulk({each.client_id for each in found})
    is_staff = isinstance(viewer, StaffViewer)
    for each in found:
        about = About(each.topic, each.task_id, each.number, clients[each.client_id].slug)
        yield Group(
            matter=each.task_id,
            topic=each.topic,
            link=about.path(to_staff=is_staff),
            number=each.number,
            title=about.title() or titles.get(each.task_id, ""),
            slug=about.slug,
            client=clients[each.client_id].name if is_staff else "",
            newest_at=each.newest,
            count=each.count,
            unread=each.unread,
            lines=tuple(lines.get(each.task_id, ())),
        )
