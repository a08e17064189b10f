"""What waits for the client's own people, and what they were answered lately."""

from dataclasses import dataclass
from datetime import datetime

from motorblok.accounts.viewers import Viewer
from motorblok.visibility.promises import seen_promises
from motorblok.visibility.scopes import tasks_of
from motorblok.visibility.seen import TaskSeen
from motorblok.visibility.shapes import shaped
from motorblok.work.models import Party, State


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the work on a task waits for."""

    task: TaskSeen
    question: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A task that was resolved, with what was done."""

    task: TaskSeen
    answer: str


def questions(viewer: Viewer, *, at: datetime, size: int) -> tuple[Asked, ...]:
    """What the provider waits for, the oldest question first. Two statements."""
    waiting = tasks_of(viewer).filter(state=State.WAITING, waiting_for=Party.CLIENT)
    rows = list(waiting.order_by("waiting_since", "id")[:size])
    promises = seen_promises([row.id for row in rows], at=at)
    return tuple(Asked(shaped(viewer, row, promises), row.question) for row in rows)


def answers(viewer: Viewer, *, at: datetime, size: int) -> tuple[Answered, ...]:
    """What was resolved, the newest first. Two statements."""
    rows = list(tasks_of(viewer).filter(state=State.RESOLVED).order_by("-resolved_at", "-id")[:size])
    promises = seen_promises([row.id for row in rows], at=at)
    return tuple(Answered(shaped(viewer, row, promises), row.answer) for row in rows)
