"""Questions about the work that join it with what was promised for it."""

from motorblok.audit.queries import signals_of
from motorblok.sla import promises
from motorblok.sla.promises import Promise
from motorblok.work.models import Task


def promised_for(task: Task, *, priority: str, level: str) -> list[Promise]:
    """The promises that would hold for this task with a priority and service level; nothing is changed."""
    return promises.rechoose(
        signals_of(task.subject), service_line=task.service_line, level=level, priority=priority
    )
