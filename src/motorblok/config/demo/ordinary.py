"""How an ordinary piece of work goes: assigned, taken, talked about, sometimes waited for, and resolved."""

from motorblok.config.demo.courses import Course
from motorblok.config.demo.promises import office_targets
from motorblok.work.actions import (
    assign_task,
    cancel_task,
    hand_over_task,
    note_on_task,
    prioritise_task,
    reply_to_client,
    reply_to_provider,
    resolve_task,
    resume_task,
    take_task,
    wait_for_client,
    wait_for_third_party,
)

LATE, SLOW = 0.06, 0.04
LEAST_WORK = 600
RAISED = {"low": "normal", "normal": "high", "high": "urgent"}
LOWERED = {"urgent": "high", "high": "normal", "normal": "low"}


def tell(course: Course) -> None:
    """Write the whole course of a piece of work, from its assignment to its end."""
    _begin(course)
    if course.piece.is_internal:
        return _end(course)
    for chance, twist in TWISTS.items():
        if course.happens(chance):
            twist(course)
    if course.happens(0.05):
        return course.then(
            cancel_task, course.people.lead, after=course.seconds(20, 120), reason=course.say("withdrawn")
        )
    _end(course)
    return _again(course) if course.happens(0.07) else None


def _begin(course: Course) -> None:
    in_time = course.happens(1 - SLOW)
    share = course.dice.triangular(0.05, 0.85, 0.3) if in_time else course.dice.uniform(1.1, 1.6)
    seconds = round(share * course.response)
    course.then(assign_task, course.people.lead, after=seconds // 3, assignee=course.worker)
    course.then(take_task, course.worker, after=seconds - seconds // 3)


def _started(course: Course) -> None:
    course.then(reply_to_client, course.worker, after=course.seconds(1, 15), text=course.say("started"))


def _noted(course: Course) -> None:
    course.then(note_on_task, course.worker, after=course.seconds(2, 25), text=course.say("note"))


def _asked(course: Course) -> None:
    """Asked what is missing; most answer the same day, some let it lie."""
    course.then(wait_for_client, course.worker, after=course.seconds(8, 35), question=course.piece.question)
    waited = course.seconds(25, 300) if course.happens(0.8) else course.seconds(500, 1500)
    course.then(reply_to_provider, course.asker, after=waited, is_work=False, text=course.piece.reply)
    course.then(reply_to_client, course.worker, after=course.seconds(4, 40), text=course.say("thanks"))


def _elsewhere(course: Course) -> None:
    course.then(wait_for_third_party, course.worker, after=course.seconds(5, 30), whom=course.piece.whom)
    course.then(resume_task, course.worker, after=course.seconds(30, 160))


def _handed_over(course: Course) -> None:
    if colleague := course.colleague():
        course.then(
            hand_over_task,
            course.worker,
            after=course.seconds(5, 30),
            to=colleague,
            note=course.say("handover"),
        )
        course.worker = colleague


def _nudged(course: Course) -> None:
    course.then(reply_to_provider, course.asker, after=course.seconds(20, 90), text=course.say("nudge"))
    course.then(reply_to_client, course.worker, after=course.seconds(5, 45), text=course.say("update"))


def _raised(course: Course) -> None:
    _prioritised(course, RAISED.get(course.piece.priority), course.say("raised"))


def _lowered(course: Course) -> None:
    _prioritised(course, LOWERED.get(course.piece.priority), course.say("lowered"))


def _prioritised(course: Course, priority: str | None, reason: str) -> None:
    if priority:
        lead = course.people.lead
        course.then(prioritise_task, lead, after=course.seconds(5, 60), priority=priority, reason=reason)
        course.response, course.resolution = office_targets(priority)


TWISTS = {
    0.55: _started,
    0.3: _noted,
    0.32: _asked,
    0.12: _elsewhere,
    0.1: _handed_over,
    0.14: _nudged,
    0.08: _raised,
    0.04: _lowered,
}
"""What else happens, with the share of the courses in which it does; in this order."""


def _end(course: Course) -> None:
    is_late = course.happens(LATE)
    share = course.dice.uniform(1.05, 1.5) if is_late else course.dice.triangular(0.2, 0.85, 0.45)
    left = max(LEAST_WORK, round(share * course.resolution) - course.worked)
    course.then(resolve_task, course.worker, after=left, answer=course.piece.answer)


def _again(course: Course) -> None:
    """The client writes that it is not right yet, which opens the task again."""
    course.then(
        reply_to_provider,
        course.asker,
        after=course.seconds(30, 240),
        is_work=False,
        text=course.say("again"),
    )
    course.then(resolve_task, course.worker, after=course.seconds(10, 60), answer=course.say("fixed"))
