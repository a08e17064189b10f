"""Which rows of the workboard belong together under one heading: by when they are due, by priority or by client."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from motorblok.board.placements import Placement
from motorblok.board.queries import SOON
from motorblok.console.names import ClientName
from motorblok.work.models import Priority

STRETCHES = ("late", "soon", "today", "tomorrow", "later", "none", "paused", "closed")


@dataclass(frozen=True, slots=True)
class Names:
    """The words for ids and codes."""

    clients: Mapping[UUID, ClientName]
    staff: Mapping[UUID, str]
    service_lines: Mapping[str, str]


Placed = Iterator[tuple[str, Placement]]


def placing(
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
