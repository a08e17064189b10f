"""Words and bars for what visibility shows: states, priorities, service lines, promises."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.visibility.seen import PromiseSeen, Standing, TaskSeen
from tenants.queries import service_lines

STATES = {
    "received": gettext_lazy("Received"),
    "taken": gettext_lazy("In progress"),
    "waiting": gettext_lazy("Waiting for a third party"),
    "resolved": gettext_lazy("Resolved"),
    "cancelled": gettext_lazy("Cancelled"),
}
WAITS_FOR_YOU = gettext_lazy("Waiting for you")
PRIORITIES = {
    "low": gettext_lazy("Low"),
    "normal": gettext_lazy("Normal"),
    "high": gettext_lazy("High"),
    "urgent": gettext_lazy("Urgent"),
}
TARGETS = {
    "first_response": gettext_lazy("First response"),
    "next_response": gettext_lazy("Next response"),
    "resolution": gettext_lazy("Resolution"),
}
VERDICTS = frozenset({Standing.MET, Standing.MISSED})


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task in the portal's words; `bar` is its next promise's, or the verdict when it is resolved."""

    task: TaskSeen
    service_line_words: str
    state_words: str
    priority_words: str
    bar: Bar
    bar_kind: str
    requester: str = ""


def shown(task: TaskSeen, *, at: datetime, requester: str = "") -> TaskShown:
    """A task with its words."""
    promise = _foremost(task)
    return TaskShown(
        task=task,
        service_line_words=line_names().get(task.service_line, task.service_line),
        state_words=str(WAITS_FOR_YOU if task.waits_for_client else STATES[task.state]),
        priority_words=str(PRIORITIES[task.priority]),
        bar=bar_of(promise, task, at=at) if promise else bars.absent(),
        bar_kind=promise.kind if promise else "",
        requester=requester,
    )


def line_names() -> dict[str, str]:
    """Service lines by code in the active language, in the provider's order."""
    is_dutch = get_language() == "nl"
    return {line.code: line.name_nl if is_dutch else line.name_en for line in service_lines()}


def bar_of(promise: PromiseSeen, task: TaskSeen, *, at: datetime) -> Bar:
    """The bar of one promise of a task, as it stands at an instant."""
    if promise.standing in VERDICTS and promise.stopped_at:
        return _stopped(promise, promise.stopped_at)
    if promise.standing == Standing.PAUSED:
        words = _("paused, waits for you") if task.waits_for_client else _("paused")
        return bars.paused(words, share=promise.share)
    if promise.standing == Standing.CANCELLED:
        return Bar("none", 0, _("cancelled"))
    if promise.due_at is None:
        return bars.absent()
    return bars.running(
        since_at=at,
        due_at=promise.due_at,
        breach_at=promise.breach_at,
        share_then=promise.share,
        now=at,
        target_seconds=promise.target_seconds,
    )


def _foremost(task: TaskSeen) -> PromiseSeen | None:
    running = [promise for promise in task.promises if promise.is_running and promise.due_at]
    if running:
        return min(running, key=lambda promise: promise.due_at or task.received_at)
    for standing in (Standing.PAUSED, Standing.MISSED):
        if found := next((each for each in task.promises if each.standing == standing), None):
            return found
    return next(iter(task.promises[-1:]), None)


def _stopped(promise: PromiseSeen, stopped_at: datetime) -> Bar:
    return bars.stopped(
        met=promise.standing == Standing.MET,
        stopped_at=stopped_at,
        due_at=promise.due_at,
        breach_at=promise.breach_at,
        share=promise.share,
    )
