"""What stands around every task: the id of the request that asked for it goes with the message, and is known in the worker."""

import logging
from typing import Any
from weakref import WeakKeyDictionary

from celery import Task, signals

from motorblok.config.operations import beats, monitors
from motorblok.config.operations.situation import Work, begin, end, request_id, work_in_hand

HEADER = "motorblok_request"

logger = logging.getLogger("motorblok.tasks")


def watch() -> None:
    """Stand around the tasks of this process; safe to repeat."""
    signals.before_task_publish.connect(give_id, dispatch_uid="motorblok")
    signals.task_prerun.connect(begin_task, dispatch_uid="motorblok")
    signals.task_postrun.connect(end_task, dispatch_uid="motorblok")


def give_id(headers: dict[str, Any], **_more: Any) -> None:
    """Send the id of the work in hand along with a message."""
    if work := work_in_hand():
        headers[HEADER] = work.id


def begin_task(task: Task[..., Any], **_more: Any) -> None:
    """Note that a task is being done from now on."""
    _before[task.request] = begin(Work(request_id(monitors.header(task, HEADER)), view=str(task.name)))


def end_task(task: Task[..., Any], state: str | None = None, **_more: Any) -> None:
    """Tell the monitor of the beat, if the beat sent it; nothing is in hand any more."""
    if work := work_in_hand():
        monitors.check_in(task, succeeded=state == "SUCCESS", seconds=work.seconds)
        if entry := monitors.header(task, monitors.HEADER):
            beats.note(entry)
        if monitors.header(task, HEADER):  # the beat's own would bury the others
            facts = {"state": state, "milliseconds": round(work.seconds * 1000, 1)}
            logger.info("%s %s", task.name, state, extra=facts)
    end(_before.pop(task.request, None))


_before: WeakKeyDictionary[Any, Work | None] = WeakKeyDictionary()
