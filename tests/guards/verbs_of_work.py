"""The verbs on tasks, each ready to run."""

from typing import Any

from motorblok.work import actions
from motorblok.work.models import Task
from tests import cast, world
from tests.cast import MONDAY, SAM
from tests.guards.deeds import Deed, Rows, by_rita
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


@ROWS.add("work.take_task", within="c_acme", about="task", c_acme=["work.task.taken"])
def take_task() -> Deed:
    task, at_acme = a_task()
    return by_rita(actions.take_task, task.id, **at_acme)


@ROWS.add("work.resolve_task", within="c_acme", about="task", c_acme=["work.task.resolved"])
def resolve_task() -> Deed:
    task, at_acme = a_task()
    actions.take_task(task.id, **at_acme, actor=SAM, at=MONDAY)
    return by_rita(actions.resolve_task, task.id, answer="Posted and paid.", **at_acme)
