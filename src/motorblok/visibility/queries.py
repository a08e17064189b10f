"""Questions that portal and API ask about the work; answers hold only what this viewer may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.audit.models import Audience
from motorblok.audit.queries import Entry, history
from motorblok.kernel.errors import NotFound
from motorblok.visibility.promises import seen_promises
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import (
    Happening,
    PromiseSeen,
    StaffTaskOpened,
    StaffTaskSeen,
    TaskOpened,
    TaskSeen,
)
from motorblok.work.models import State, Task

PAGE = 50
ALL_READ = ("number", "title", "service_line", "level", "priority", "state", "received_at", "resolved_at")

Promises = dict[UUID, tuple[PromiseSeen, ...]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the viewer asked for; an empty field asks for nothing. `state` is open, resolved or empty for both."""

    state: str = ""
    service_line: str = ""
    text: str = ""


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
    opened = StaffTaskOpened if isinstance(viewer, StaffViewer) else TaskOpened
    return opened(
        **_summary(viewer, row, seen_promises([row.id], at=at)),
        description=row.description,
        answer=row.answer,
        happenings=tuple(_happenings(viewer, row)),
    )


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


def _happenings(viewer: Viewer, row: Task) -> Iterable[Happening]:
    by = _name_for_staff if isinstance(viewer, StaffViewer) else _name_for_client
    audience = Audience.INTERNAL if isinstance(viewer, StaffViewer) else Audience.CLIENT
    for entry in history(row.subject, audience=audience):
        name = by(entry)
        yield Happening(at=entry.occurred_at, by=name, words=entry.sentence_by(name), kind=entry.kind.name)


def _name_for_staff(entry: Entry) -> str:
    return entry.private.get("actor", "…")


def _name_for_client(entry: Entry) -> str:
    """Clients see their own people's names; the provider's people speak as the provider."""
    return settings.MOTORBLOK_PROVIDER if _is_the_providers(entry) else entry.private.get("actor", "…")


def _is_the_providers(entry: Entry) -> bool:
    return not entry.actor.startswith(("contact:", "key:"))


def shaped(viewer: Viewer, row: Task, promises: Promises) -> TaskSeen:
    """A row as this viewer sees it in a list, with those of the promises that are its own."""
    seen = StaffTaskSeen if isinstance(viewer, StaffViewer) else TaskSeen
    return seen(**_summary(viewer, row, promises))


def _summary(viewer: Viewer, row: Task, promises: Promises) -> dict[str, Any]:
    everyone = {name: getattr(row, name) for name in ALL_READ} | {"promises": promises.get(row.id, ())}
    if not isinstance(viewer, StaffViewer):
        return everyone
    return everyone | {"audience": row.audience.name.lower(), "assignee_id": row.assignee_id}


def _asked(filters: Filters) -> Sequence[Q]:
    asked = []
    if filters.state:
        asked.append(Q(state=State.RESOLVED) if filters.state == "resolved" else ~Q(state=State.RESOLVED))
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
