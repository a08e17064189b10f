"""Every verb of the work, from the receipt of a task to its end and back."""

from motorblok.work.actions.assign import CannotBeAssigned, assign_task
from motorblok.work.actions.cancel import cancel_task
from motorblok.work.actions.hand_over import hand_over_task
from motorblok.work.actions.note import note_on_task
from motorblok.work.actions.prioritise import prioritise_task
from motorblok.work.actions.receive import Draft, receive_task
from motorblok.work.actions.release import release_task
from motorblok.work.actions.reopen import TaskIsOpen, reopen_task
from motorblok.work.actions.reply import TaskWasResolved, reply_to_client, reply_to_provider
from motorblok.work.actions.resolve import AnswerIsMissing, resolve_task
from motorblok.work.actions.skip import skip_numbers
from motorblok.work.actions.standing import TaskHasChanged, TaskIsCancelled, TaskIsInternal, TaskIsResolved
from motorblok.work.actions.take import TaskIsTaken, take_task
from motorblok.work.actions.time import (
    NoteIsTooLong,
    TimeIsTakenBack,
    WrongDay,
    WrongTime,
    book_time,
    correct_time,
)
from motorblok.work.actions.wait import (
    TaskIsNotWaiting,
    TaskIsWaiting,
    resume_task,
    wait_for_client,
    wait_for_third_party,
)
from motorblok.work.wording import TextCannotBeKept, TextIsMissing, TextIsTooLong

__all__ = [
    "AnswerIsMissing",
    "CannotBeAssigned",
    "Draft",
    "NoteIsTooLong",
    "TaskHasChanged",
    "TaskIsCancelled",
    "TaskIsInternal",
    "TaskIsNotWaiting",
    "TaskIsOpen",
    "TaskIsResolved",
    "TaskIsTaken",
    "TaskIsWaiting",
    "TaskWasResolved",
    "TextCannotBeKept",
    "TextIsMissing",
    "TextIsTooLong",
    "TimeIsTakenBack",
    "WrongDay",
    "WrongTime",
    "assign_task",
    "book_time",
    "cancel_task",
    "correct_time",
    "hand_over_task",
    "note_on_task",
    "prioritise_task",
    "receive_task",
    "release_task",
    "reopen_task",
    "reply_to_client",
    "reply_to_provider",
    "resolve_task",
    "resume_task",
    "skip_numbers",
    "take_task",
    "wait_for_client",
    "wait_for_third_party",
]
