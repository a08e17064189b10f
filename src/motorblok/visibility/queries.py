"""Questions that portal and API ask about the work; answers hold only what this viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from motorblok.accounts.viewers import Viewer
from motorblok.kernel.errors import NotFound
from motorblok.visibility.happenings import happenings
from motorblok.visibility.promises import seen_promises
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import TaskOpened, TaskSeen
from motorblok.visibility.shapes import opened, shaped
from motorblok.work.models import CLOSED, Party, State, Task

PAGE = 50
STATES: Mapping[str, Q] = {
    "open": ~Q(state__in=CLOSED),
    "waiting": Q(state=State.WAITING, waiting_for=Party.CLIENT),
    "resolved": Q(state=State.RESOLVED),
    "cancelled": Q(state=State.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the viewer asked for; an empty field asks for nothing.

    `state` is open, waiting (for the client), resolved, cancelled, or empty for all of them.
    """

    state: str = ""
    service_line: str = ""
    text: str = ""
    requester_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the last task's instant of receipt and number."""

    received_at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks, the newest first, and where the next one starts, if there is one."""

    tasks: tuple[TaskSeen, ...]
    next: Cursor | None


def tasks(
    viewer: Viewer, filters: Filters, *, at: datetime, after: Cursor | None = None, size: int = PAGE
) -> Page:
    """The viewer's tasks, judged at an instant. Two statements, however many tasks there are."""
    found = tasks_of(viewer).filter(*_asked(filters), *_beyond(after)).order_by("-received_at", "-number")
    rows = list(found[: size + 1])
    shown = rows[:size]
    more = Cursor(shown[-1].received_at, shown[-1].number) if len(rows) > size else None
    promises = seen_promises([task.id for task in shown], at=at)
    return Page(tuple(shaped(viewer, task, promises) for task in shown), more)


def task(viewer: Viewer, number: str, *, at: datetime) -> TaskOpened:
    """One task with what happened to it. Raises NotFound, also for what exists but not for this viewer."""
    row = found(viewer, number)
    return opened(viewer, row, seen_promises([row.id], at=at), happenings(viewer, row))


def summary(viewer: Viewer, row: Task, *, at: datetime) -> TaskSeen:
    """A task that an action has just returned, as this viewer sees it in a list. One statement."""
    return shaped(viewer, row, seen_promises([row.id], at=at))


def found(viewer: Viewer, number: str) -> Task:
    """The task itself, for the action that is to change it. Raises NotFound."""
    # A NUL is a character that the database cannot even be asked about.
    row = None if "\x00" in number else tasks_of(viewer).filter(number=number).first()
    if row is None:
        raise NotFound
    return row


def count(viewer: Viewer, filters: Filters) -> int:
    """How many tasks the viewer has under these filters."""
    return tasks_of(viewer).filter(*_asked(filters)).count()


def tallies(viewer: Viewer, filters: Filters) -> dict[str, int]:
    """How many tasks there are in each state under the other filters; under the empty name how many in all."""
    rows = tasks_of(viewer).filter(*_asked(replace(filters, state="")))
    counts = {f"in_{state}": Count("id", filter=asked) for state, asked in STATES.items()}
    found = rows.aggregate(in_=Count("id"), **counts)
    return {name.removeprefix("in_"): number for name, number in found.items()}


def _asked(filters: Filters) -> Sequence[Q]:
    asked = []
    if filters.state:
        asked.append(STATES[filters.state])
    if filters.requester_id:
        asked.append(Q(requester_id=filters.requester_id))
    if filters.service_line:
        asked.append(Q(service_line=filters.service_line))
    if text := filters.text.strip():
        asked.append(Q(title__icontains=text) | Q(number__iexact=text))
    return asked


def _beyond(after: Cursor | None) -> Sequence[Q]:
    if after is None:
        return []
    earlier = Q(received_at__lt=after.received_at)
    return [earlier | Q(received_at=after.received_at, number__lt=after.number)]
