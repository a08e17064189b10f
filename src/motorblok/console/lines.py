"""The lines of the workboard, ready to be drawn: names instead of ids, a bar for the clock, in groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from uuid import UUID
from zlib import crc32

from django.urls import reverse
from django.utils.translation import gettext as _

from motorblok.board.placements import Placement
from motorblok.console.grouping import Names, placing
from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.work.models import Priority, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task on the workboard. `mark` is another whenever something else is to be read in it."""

    task_id: UUID
    key: str
    version: int | None
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


def groups(
    rows: Iterable[Placement], names: Names, *, at: datetime, sort: str = "urgent", after: str = ""
) -> list[Group]:
    """The rows in groups, in their order; the group named `after` was begun on the page before."""
    placed, say = placing(rows, names, at=at, sort=sort, begun=after)
    return [
        Group(
            name,
            say(name) if name != after else "",
            tuple(_line(row, names, at=at) for _name, row in members),
        )
        for name, members in groupby(placed, key=lambda pair: pair[0])
    ]


def _line(row: Placement, names: Names, *, at: datetime) -> Line:
    client, assignee = names.clients[row.client_id], _name(row.assignee_id, names)
    return Line(
        task_id=row.task_id,
        key=f"{row.client_id}:{row.task_id}",
        version=row.version,
        url=address_of("task", client.slug, row.number),
        peek=address_of("peek", client.slug, row.number),
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


@lru_cache(maxsize=16_384)
def address_of(page: str, slug: str, number: str) -> str:
    """The address of a task's page, remembered: a list asks for a hundred of them."""
    return reverse(f"console:{page}", args=[slug, number])


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
