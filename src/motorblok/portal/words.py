"""Words and bars for what visibility shows: states, priorities, service lines, promises."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy

from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.visibility.seen import PromiseSeen, Standing, TaskSeen
from tenants.queries import service_lines

STATES = {
    "received": gettext_lazy("Received"),
    "taken": gettext_lazy("In progress"),
    "resolved": gettext_lazy("Resolved"),
}
PRIORITIES = {
    "low": gettext_lazy("Low"),
    "normal": gettext_lazy("Normal"),
    "high": gettext_lazy("High"),
    "urgent": gettext_lazy("Urgent"),
}
TARGETS = {"first_response": gettext_lazy("First response"), "resolution": gettext_lazy("Resolution")}


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task in the portal's words; `bar` is its next promise's, or the verdict when it is resolved."""

    task: TaskSeen
    service_line_words: str
    state_words: str
    priority_words: str
    bar: Bar
    bar_kind: str


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise in the portal's words."""

    kind: str
    words: str
    bar: Bar
    due_at: datetime | None


def shown(task: TaskSeen, *, at: datetime) -> TaskShown:
    """A task with its words."""
    promise = _foremost(task)
    return TaskShown(
        task=task,
        service_line_words=line_names().get(task.service_line, task.service_line),
        state_words=str(STATES[task.state]),
        priority_words=str(PRIORITIES[task.priority]),
        bar=_bar(promise, since_at=task.received_at, at=at) if promise else bars.absent(),
        bar_kind=promise.kind if promise else "",
    )


def promises(task: TaskSeen, *, at: datetime) -> list[PromiseShown]:
    """The promises on a task, first response before resolution."""
    return [
        PromiseShown(
            kind=promise.kind,
            words=str(TARGETS[promise.kind]),
            bar=_bar(promise, since_at=task.received_at, at=at),
            due_at=promise.due_at,
        )
        for promise in task.promises
    ]


def line_names() -> dict[str, str]:
    """Service lines by code in the active language, in the provider's order."""
    is_dutch = get_language() == "nl"
    return {line.code: line.name_nl if is_dutch else line.name_en for line in service_lines()}


def _foremost(task: TaskSeen) -> PromiseSeen | None:
    running = [promise for promise in task.promises if not promise.decided_at and promise.due_at]
    if running:
        return min(running, key=lambda promise: promise.due_at or task.received_at)
    missed = [promise for promise in task.promises if promise.standing == Standing.MISSED]
    return next(iter(missed or task.promises[-1:]), None)


def _bar(promise: PromiseSeen, *, since_at: datetime, at: datetime) -> Bar:
    if promise.standing in {Standing.MET, Standing.MISSED} and promise.decided_at:
        return _decided(promise, promise.decided_at, since_at=since_at)
    if promise.due_at is None:
        return bars.absent()
    return bars.running(since_at=since_at, due_at=promise.due_at, breach_at=None, share_then=0, now=at)


def _decided(promise: PromiseSeen, decided_at: datetime, *, since_at: datetime) -> Bar:
    is_met, due_at = promise.standing == Standing.MET, promise.due_at
    used = (
        bars.elapsed_share(since_at=since_at, due_at=due_at, share_then=0, now=decided_at) if due_at else 100
    )
    return bars.decided(met=is_met, decided_at=decided_at, due_at=due_at, share=used)
