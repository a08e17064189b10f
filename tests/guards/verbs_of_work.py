"""The verbs on tasks, each ready to run."""

from functools import partial
from typing import Any

from motorblok.work import actions
from motorblok.work.models import Task, TimeEntry
from tests import cast, world
from tests.cast import ANN, MONDAY, SAM
from tests.guards.deeds import LATER, Deed, Rows, by_rita
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import as_actor, draft, received

ROWS = Rows()


def promised() -> dict[str, Any]:
    """Acme under an agreement, so that every verb also moves clocks."""
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    return {"client_id": world.client("acme").id}


def a_task() -> tuple[Task, dict[str, Any]]:
    at_acme = promised()
    return received(world.client("acme")), at_acme


@ROWS.add("work.receive_task", within="c_acme", about="task", c_acme=["work.task.received"])
def receive_task() -> Deed:
    return by_rita(actions.receive_task, draft(description="It came by post."), **promised())


@ROWS.add("work.assign_task", within="c_acme", about="task", c_acme=["work.task.assigned"])
def assign_task() -> Deed:
    task, at_acme = a_task()
    sam = as_actor(cast.sam(world.client("acme")))
    return by_rita(actions.assign_task, task.id, assignee=sam, **at_acme)


@ROWS.add("work.skip_numbers", within="c_acme", about="client", c_acme=["work.numbers.skipped"])
def skip_numbers() -> Deed:
    acme = world.client("acme").id
    return by_rita(actions.skip_numbers, acme, count=1000, restored_to=MONDAY)


@ROWS.add("work.release_task", within="c_acme", about="task", c_acme=["work.task.released"])
def release_task() -> Deed:
    task, at_acme = a_task()
    actions.take_task(task.id, **at_acme, actor=SAM, at=MONDAY)
    return by_rita(actions.release_task, task.id, **at_acme)


@ROWS.add("work.take_task", within="c_acme", about="task", c_acme=["work.task.taken"])
def take_task() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.take_task, task.id, **at_acme)


@ROWS.add("work.resolve_task", within="c_acme", about="task", c_acme=["work.task.resolved"])
def resolve_task() -> Deed:
    task, at_acme = a_task()
    actions.take_task(task.id, **at_acme, actor=SAM, at=MONDAY)
    return by_rita(actions.resolve_task, task.id, answer="Posted and paid.", **at_acme)


@ROWS.add("work.hand_over_task", within="c_acme", about="task", c_acme=["work.task.handed_over"])
def hand_over_task() -> Deed:
    task, at_acme = a_task()
    sam = as_actor(cast.sam(world.client("acme")))
    return by_rita(actions.hand_over_task, task.id, to=sam, note="The bank statement is missing.", **at_acme)


@ROWS.add("work.prioritise_task", within="c_acme", about="task", c_acme=["work.task.prioritised"])
def prioritise_task() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.prioritise_task, task.id, priority="urgent", reason="Pay day.", **at_acme)


@ROWS.add("work.reply_to_client", within="c_acme", about="task", c_acme=["work.task.replied"])
def reply_to_client() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.reply_to_client, task.id, text="We are on it.", **at_acme)


@ROWS.add("work.reply_to_provider", within="c_acme", about="task", c_acme=["work.task.client_replied"])
def reply_to_provider() -> Deed:
    task, at_acme = a_task()
    do = partial(actions.reply_to_provider, task.id, text="Thank you.", **at_acme, actor=ANN, at=LATER)
    return Deed(do, by=ANN)


@ROWS.add("work.note_on_task", within="c_acme", about="task", c_acme=["work.task.noted"])
def note_on_task() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.note_on_task, task.id, text="Ask Lena first.", **at_acme)


@ROWS.add("work.wait_for_client", within="c_acme", about="task", c_acme=["work.task.waited_for_client"])
def wait_for_client() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.wait_for_client, task.id, question="Which ledger?", **at_acme)


@ROWS.add(
    "work.wait_for_third_party", within="c_acme", about="task", c_acme=["work.task.waited_for_third_party"]
)
def wait_for_third_party() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.wait_for_third_party, task.id, whom="The bank", **at_acme)


@ROWS.add("work.resume_task", within="c_acme", about="task", c_acme=["work.task.resumed"])
def resume_task() -> Deed:
    task, at_acme = a_task()
    actions.wait_for_client(task.id, question="Which ledger?", **at_acme, actor=SAM, at=MONDAY)
    return by_rita(actions.resume_task, task.id, **at_acme)


@ROWS.add("work.reopen_task", within="c_acme", about="task", c_acme=["work.task.reopened"])
def reopen_task() -> Deed:
    task, at_acme = a_task()
    actions.resolve_task(task.id, answer="Done.", **at_acme, actor=SAM, at=MONDAY)
    return by_rita(actions.reopen_task, task.id, reason="It bounced.", **at_acme)


@ROWS.add("work.cancel_task", within="c_acme", about="task", c_acme=["work.task.cancelled"])
def cancel_task() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.cancel_task, task.id, reason="Asked twice.", **at_acme)


def booked(task: Task, at_acme: dict[str, Any]) -> TimeEntry:
    said = {"seconds": 5400, "worked_on": MONDAY.date(), "note": "Looked for the invoice"}
    return actions.book_time(task.id, **said, **at_acme, actor=SAM, at=MONDAY)


@ROWS.add("work.book_time", within="c_acme", about="task", c_acme=["work.task.time_booked"])
def book_time() -> Deed:
    task, at_acme = a_task()
    return by_rita(
        actions.book_time, task.id, seconds=5400, worked_on=MONDAY.date(), note="Looked for it.", **at_acme
    )


@ROWS.add("work.correct_time", within="c_acme", about="task", c_acme=["work.task.time_taken_back"])
def correct_time() -> Deed:
    task, at_acme = a_task()
    entry = booked(task, at_acme)
    return by_rita(actions.correct_time, entry.id, task_id=task.id, reason="Another task.", **at_acme)
