"""Every verb of the work: receive, assign, take, resolve."""

from motorblok.work.actions.assign import CannotBeAssigned, assign_task
from motorblok.work.actions.receive import Draft, receive_task
from motorblok.work.actions.resolve import AnswerIsMissing, resolve_task
from motorblok.work.actions.standing import TaskIsResolved
from motorblok.work.actions.take import TaskIsTaken, take_task

__all__ = [
    "AnswerIsMissing",
    "CannotBeAssigned",
    "Draft",
    "TaskIsResolved",
    "TaskIsTaken",
    "assign_task",
    "receive_task",
    "resolve_task",
    "take_task",
]
