"""What can be going on at the anchor instant: how far a live task is, and when it was received to be there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from motorblok.config.demo.courses import Course
from motorblok.config.demo.promises import DESK_TARGETS, HOUR, MINUTE
from motorblok.config.demo.rhythm import back
from motorblok.sla.business_time import Calendar
from motorblok.work.actions import (
    assign_task,
    cancel_task,
    note_on_task,
    prioritise_task,
    reply_to_client,
    reply_to_provider,
    resolve_task,
    take_task,
    wait_for_client,
    wait_for_third_party,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A task of this line and priority, and how far it is. Exactly one of the three says when it was received.

    `left`: so that this many minutes are left of its resolution, at the desk around the clock; below 0 it is late.
    `ago`: minutes by the clock on the wall. `worked`: office hours.
    """

    line: str
    priority: str
    tell: Callable[[Course], None]
    left: int | None = None
    ago: int | None = None
    worked: float | None = None

    def received_at(self, office: Calendar, anchor: datetime) -> datetime:
        """When it was asked for, seen from the anchor instant."""
        if self.worked is not None:
            return back(office, anchor, round(self.worked * HOUR))
        if self.ago is not None:
            return anchor - timedelta(minutes=self.ago)
        _, resolution = DESK_TARGETS[self.line, self.priority]
        return anchor - timedelta(seconds=resolution - MINUTE * (self.left or 0))


def untouched(course: Course) -> None:
    """Nobody has looked at it yet."""


def in_hand(course: Course) -> None:
    """Taken and answered at the desk, by the clock on the wall."""
    course.at_once(assign_task, course.people.lead, after=2 * MINUTE, assignee=course.worker)
    course.at_once(take_task, course.worker, after=4 * MINUTE)
    course.at_once(reply_to_client, course.worker, after=5 * MINUTE, text=course.say("started"))


def missed(course: Course) -> None:
    """Resolved, an hour too late."""
    in_hand(course)
    _, resolution = DESK_TARGETS[course.piece.service_line, course.piece.priority]
    course.at_once(resolve_task, course.worker, after=resolution + 40 * MINUTE, answer=course.piece.answer)


def taken(course: Course) -> None:
    """Taken in office hours, and noted what it is."""
    course.then(assign_task, course.people.lead, after=8 * MINUTE, assignee=course.worker)
    course.then(take_task, course.worker, after=14 * MINUTE)


def asked(course: Course) -> None:
    """The client is asked something and has not answered."""
    taken(course)
    course.then(wait_for_client, course.worker, after=12 * MINUTE, question=course.piece.question)


def elsewhere(course: Course) -> None:
    """Somebody else has to do something first."""
    taken(course)
    course.then(note_on_task, course.worker, after=5 * MINUTE, text=course.say("note"))
    course.then(wait_for_third_party, course.worker, after=9 * MINUTE, whom=course.piece.whom)


def wrote(course: Course) -> None:
    """The client has written, and nobody has replied."""
    taken(course)
    course.then(reply_to_client, course.worker, after=10 * MINUTE, text=course.say("started"))
    course.then(reply_to_provider, course.asker, after=70 * MINUTE, text=course.say("nudge"))


def raised(course: Course) -> None:
    """It has just become more urgent."""
    taken(course)
    course.then(
        prioritise_task, course.people.lead, after=25 * MINUTE, priority="urgent", reason=course.say("raised")
    )


def resolved(course: Course) -> None:
    """Resolved in time, today."""
    taken(course)
    course.then(resolve_task, course.worker, after=50 * MINUTE, answer=course.piece.answer)


def reopened(course: Course) -> None:
    """Resolved, but the client wrote that it is not right."""
    resolved(course)
    course.then(reply_to_provider, course.asker, after=35 * MINUTE, text=course.say("again"))


def cancelled(course: Course) -> None:
    """Not needed any more."""
    taken(course)
    course.then(cancel_task, course.people.lead, after=20 * MINUTE, reason=course.say("withdrawn"))
