"""The lines of the workboard, ready to be drawn: names instead of ids, a bar for the clock, in groups."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zlib import crc32

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motorblok.board.placements import Placement
from motorblok.board.queries import SOON
from motorblok.console.names import ClientName
from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.work.models import Priority, State

STRETCHES = ("late", "soon", "today", "tomorrow", "later", "none", "paused", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task on the workboard. `mark` is another whenever something else is to be read in it."""

    task_id: UUID
    key: str
    url: str
    peek: str
    number: str
    title: str
    client: str
    service_line: str
    priority: str
    priority_words: str
    state: str
    state_words: str
    assignee: str
    is_internal: bool
    bar: Bar
    target_kind: str
    closed_at: datetime | None
    client_wrote_at: datetime | None
    mark: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together in their order; without words it goes on from the page before, or is all there is."""

    name: str
    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The words for ids and codes."""

    clients: Mapping[UUID, ClientName]
    staff: Mapping[UUID, str]
    service_lines: Mapping[str, str]


def groups(
    rows: Iterable[Placement], names: Names, *, at: datetime, sort: str = "urgent", after: str = ""
) -> list[Group]:
    """The rows in groups, in their order; the group named `after` was begun on the page before."""
    placed, say = _placing(rows, names, at=at, sort=sort, begun=after)
    return [
        Group(
            name,
            say(name) if name != after else "",
            tuple(_line(row, names, at=at) for _name, row in members),
        )
        for name, members in groupby(placed, key=lambda pair: pair[0])
    ]


Placed = Iterator[tuple[str, Placement]]


def _placing(
    rows: Iterable[Placement], names: Names, *, at: datetime, sort: str, begun: str
) -> tuple[Placed, Callable[[str], str]]:
    """Each row with its group, and how a group is called."""
    if sort == "priority":
        return ((row.priority, row) for row in rows), lambda name: str(Priority(name).label)
    if sort == "client":
        by_slug = {each.slug: each.name for each in names.clients.values()}
        return ((names.clients[row.client_id].slug, row) for row in rows), by_slug.__getitem__
    if sort == "received":
        return (("all", row) for row in rows), lambda _name: ""
    return _by_stretch(rows, at=at, begun=begun), _stretch_words().__getitem__


def _by_stretch(rows: Iterable[Placement], *, at: datetime, begun: str) -> Placed:
    """Each row with its group. Rows are in order of breach and groups speak of due, so no group is gone back to."""
    rank = STRETCHES.index(begun) if begun in STRETCHES else 0
    for row in rows:
        rank = max(rank, STRETCHES.index(_stretch(row, at=at)))
        yield STRETCHES[rank], row


def _stretch(row: Placement, *, at: datetime) -> str:
    if row.closed_at:
        return "closed"
    if row.urgent_at is None:
        return "paused" if row.waiting_for else "none"
    if row.urgent_at < at:
        return "late"
    due_at = row.due_at or row.urgent_at
    if due_at < at + SOON:
        return "soon"
    days = (timezone.localdate(due_at) - timezone.localdate(at)).days
    return {0: "today", 1: "tomorrow"}.get(days, "later")


def _stretch_words() -> dict[str, str]:
    return {
        "late": _("Late"),
        "soon": _("Within the hour"),
        "today": _("Later today"),
        "tomorrow": _("Tomorrow"),
        "later": _("Later"),
        "none": _("Without a running promise"),
        "paused": _("Paused: somebody else's turn"),
        "closed": "",
    }


def _line(row: Placement, names: Names, *, at: datetime) -> Line:
    client, assignee = names.clients[row.client_id], _name(row.assignee_id, names)
    return Line(
        task_id=row.task_id,
        key=f"{row.client_id}:{row.task_id}",
        url=reverse("console:task", args=[client.slug, row.number]),
        peek=reverse("console:peek", args=[client.slug, row.number]),
        number=row.number,
        title=row.title,
        client=client.name,
        service_line=names.service_lines.get(row.service_line, row.service_line),
        priority=row.priority,
        priority_words=str(Priority(row.priority).label),
        state=row.state,
        state_words=str(State(row.state).label),
        assignee=assignee,
        is_internal=row.is_internal,
        bar=bar_of(row, at=at),
        target_kind=row.target_kind,
        closed_at=row.closed_at,
        client_wrote_at=None if row.closed_at else row.client_wrote_at,
        mark=f"{crc32(repr((row, assignee)).encode()):08x}",
    )


def _name(person_id: UUID | None, names: Names) -> str:
    return names.staff.get(person_id, "") if person_id else ""


def bar_of(row: Placement, *, at: datetime) -> Bar:
    """The bar of a row's most urgent clock; where all stand still, for whom it waits."""
    if row.due_at is None or row.urgent_at is None:
        return bars.paused(waiting_words(row.waiting_for)) if row.waiting_for else bars.absent()
    known = row.since_at is not None and row.consumed_seconds is not None and row.target_seconds
    return bars.running(
        since_at=row.since_at if known and row.since_at else row.received_at,
        due_at=row.due_at,
        breach_at=row.urgent_at,
        share_then=_share(row.consumed_seconds or 0, row.target_seconds) if known else 0,
        now=at,
        target_seconds=row.target_seconds if known else None,
    )


def _share(consumed: int, target: int | None) -> float:
    return min(100.0, 100 * consumed / target) if target else 0.0


def waiting_words(waiting_for: str) -> str:
    """For whom a task waits."""
    return _("waits for the client") if waiting_for == "client" else _("waits for a third party")
