"""The lines of the workboard, ready to be drawn: names instead of ids, a bar for the clock, grouped by urgency."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motorblok.board.placements import Placement
from motorblok.board.queries import SOON
from motorblok.console.names import ClientName
from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.work.models import Priority, State

STRETCHES = ("late", "soon", "today", "tomorrow", "later", "none", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task on the workboard."""

    task_id: UUID
    url: str
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


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are due in the same stretch of time; without words it goes on from the page before."""

    name: str
    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The words for ids and codes."""

    clients: Mapping[UUID, ClientName]
    staff: Mapping[UUID, str]
    service_lines: Mapping[str, str]


def groups(rows: Iterable[Placement], names: Names, *, at: datetime, after: str = "") -> list[Group]:
    """The rows in groups, in their order; the group named `after` was begun on the page before."""
    words, placed = _group_words(), _placed(rows, at=at, begun=after)
    return [
        Group(
            name,
            words[name] if name != after else "",
            tuple(_line(row, names, at=at) for _name, row in members),
        )
        for name, members in groupby(placed, key=lambda pair: pair[0])
    ]


def _placed(rows: Iterable[Placement], *, at: datetime, begun: str) -> Iterator[tuple[str, Placement]]:
    """Each row with its group. Rows are in order of breach and groups speak of due, so no group is gone back to."""
    rank = STRETCHES.index(begun) if begun in STRETCHES else 0
    for row in rows:
        rank = max(rank, STRETCHES.index(_stretch(row, at=at)))
        yield STRETCHES[rank], row


def _stretch(row: Placement, *, at: datetime) -> str:
    if row.closed_at:
        return "closed"
    if row.urgent_at is None:
        return "none"
    if row.urgent_at < at:
        return "late"
    due_at = row.due_at or row.urgent_at
    if due_at < at + SOON:
        return "soon"
    days = (timezone.localdate(due_at) - timezone.localdate(at)).days
    return {0: "today", 1: "tomorrow"}.get(days, "later")


def _group_words() -> dict[str, str]:
    return {
        "late": _("Late"),
        "soon": _("Within the hour"),
        "today": _("Later today"),
        "tomorrow": _("Tomorrow"),
        "later": _("Later"),
        "none": _("Without a running promise"),
        "closed": "",
    }


def _line(row: Placement, names: Names, *, at: datetime) -> Line:
    client = names.clients[row.client_id]
    return Line(
        task_id=row.task_id,
        url=reverse("console:task", args=[client.slug, row.number]),
        number=row.number,
        title=row.title,
        client=client.name,
        service_line=names.service_lines.get(row.service_line, row.service_line),
        priority=row.priority,
        priority_words=str(Priority(row.priority).label),
        state=row.state,
        state_words=str(State(row.state).label),
        assignee=names.staff.get(row.assignee_id, "") if row.assignee_id else "",
        is_internal=row.is_internal,
        bar=_bar(row, at=at),
        target_kind=row.target_kind,
        closed_at=row.closed_at,
    )


def _bar(row: Placement, *, at: datetime) -> Bar:
    if row.due_at is None or row.urgent_at is None:
        return bars.absent()
    return bars.running(
        since_at=row.received_at, due_at=row.due_at, breach_at=row.urgent_at, share_then=0, now=at
    )
