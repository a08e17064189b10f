"""Makes of a task's row what its audience may see of it."""

from typing import Any
from uuid import UUID

from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.visibility.seen import (
    Happening,
    PromiseSeen,
    StaffTaskOpened,
    StaffTaskSeen,
    TaskOpened,
    TaskSeen,
)
from motorblok.work.models import Task

ALL_READ = (
    *("number", "title", "service_line", "level", "priority", "state", "requester_id"),
    *("received_at", "resolved_at", "cancelled_at", "waiting_for", "waiting_since"),
)
STAFF_READS = ("assignee_id", "version")

Promises = dict[UUID, tuple[PromiseSeen, ...]]


def shaped(viewer: Viewer, row: Task, promises: Promises) -> TaskSeen:
    """A row as this viewer sees it in a list, with those of the promises that are its own."""
    seen = StaffTaskSeen if isinstance(viewer, StaffViewer) else TaskSeen
    return seen(**_summary(viewer, row, promises))


def opened(viewer: Viewer, row: Task, promises: Promises, happened: tuple[Happening, ...]) -> TaskOpened:
    """A row as this viewer sees it on its own page."""
    seen = StaffTaskOpened if isinstance(viewer, StaffViewer) else TaskOpened
    texts = {name: getattr(row, name) for name in ("description", "answer", "question")}
    return seen(**_summary(viewer, row, promises), **texts, happenings=happened)


def _summary(viewer: Viewer, row: Task, promises: Promises) -> dict[str, Any]:
    everyone = {name: getattr(row, name) for name in ALL_READ} | {"promises": promises.get(row.id, ())}
    if not isinstance(viewer, StaffViewer):
        return everyone
    staff = {name: getattr(row, name) for name in STAFF_READS}
    return everyone | staff | {"audience": row.audience.name.lower()}
