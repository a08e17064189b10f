"""What was said and done on a task as one flow: letters of both sides, and thin lines for the steps between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from motorblok.kernel.errors import Words
from motorblok.visibility.seen import Happening, TaskOpened

RECEIVED, RESOLVED, CANCELLED = "work.task.received", "work.task.resolved", "work.task.cancelled"
QUESTION = "work.task.waited_for_client"
SIGNS: Mapping[str, str] = {
    RECEIVED: "inbox",
    "work.task.taken": "hand",
    "work.task.prioritised": "arrow-up-down",
    QUESTION: "message-circle-question-mark",
    "work.task.waited_for_third_party": "hourglass",
    "work.task.resumed": "play",
    RESOLVED: "check",
    "work.task.reopened": "rotate-ccw",
    CANCELLED: "circle-slash",
    "sla.clock.breached": "alarm-clock-off",
    "sla.clocks.amended": "calendar-clock",
}
TAGS: Mapping[str, Words] = {
    QUESTION: gettext_lazy("question"),
    RESOLVED: gettext_lazy("answer"),
    "work.task.reopened": gettext_lazy("reopened"),
    CANCELLED: gettext_lazy("cancelled"),
}

ABOVE: Mapping[str, Words] = {
    RESOLVED: gettext_lazy("%(actor)s resolved this; the answer stands above"),
    QUESTION: gettext_lazy("%(actor)s asked the question that stands above"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One entry of the flow. With a text it is a letter of one side; without one it is a thin line with a sign."""

    at: datetime
    by: str
    side: str
    text: str
    tag: str
    words: str
    icon: str


def flow(task: TaskOpened) -> list[Letter]:
    """All that happened, oldest first; what stands on top of the page already is told in a line."""
    above = {_latest(task, kind) for kind, is_above in _on_top(task) if is_above}
    return [_line(each) if n in above else _letter(task, each) for n, each in enumerate(task.happenings)]


def _on_top(task: TaskOpened) -> list[tuple[str, bool]]:
    return [(RESOLVED, task.resolved_at is not None), (QUESTION, task.waits_for_client)]


def _latest(task: TaskOpened, kind: str) -> int:
    return max((n for n, each in enumerate(task.happenings) if each.kind == kind), default=-1)


def _letter(task: TaskOpened, each: Happening) -> Letter:
    text = (task.description or task.title) if each.kind == RECEIVED else each.text
    return Letter(
        at=each.at,
        by=each.by,
        side=each.side,
        text=text,
        tag=str(TAGS.get(each.kind, "")),
        words=each.words,
        icon=SIGNS.get(each.kind, "dot"),
    )


def _line(each: Happening) -> Letter:
    words = ABOVE[each.kind] % {"actor": each.by}
    return Letter(each.at, each.by, "", "", "", str(words), SIGNS[each.kind])
