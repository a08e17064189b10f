"""What each verb of the workboard does to one task, made of what was filled in."""

from collections.abc import Callable, Mapping
from typing import Any

from motorblok.console.door import now
from motorblok.console.picked import Pick
from motorblok.kernel.actors import Actor
from motorblok.work import actions
from motorblok.work.models import Party, Task
from tenants.models import Client

Act = Callable[[Task, Client, Pick, Actor], Task]
Filled = Mapping[str, Any]


def how(client: Client, pick: Pick, actor: Actor) -> dict[str, Any]:
    """What every verb is told besides its own matter."""
    return {"client_id": client.id, "actor": actor, "at": now(), "seen": pick.seen}


def take(_filled: Filled) -> Act:
    """Take it in hand."""
    return lambda task, *given: actions.take_task(task.id, **how(*given))


def assign(filled: Filled) -> Act:
    """Give it to a colleague."""
    return lambda task, *given: actions.assign_task(task.id, assignee=filled["assignee"], **how(*given))


def prioritise(filled: Filled) -> Act:
    """Give it another priority."""
    wanted = {"priority": filled["priority"], "reason": filled["reason"]}
    return lambda task, *given: actions.prioritise_task(task.id, **wanted, **how(*given))


def resolve(filled: Filled) -> Act:
    """Answer it."""
    return lambda task, *given: actions.resolve_task(task.id, answer=filled["answer"], **how(*given))


def wait(filled: Filled) -> Act:
    """Stop until the client, or somebody outside, has done something."""
    text = filled["question"]
    if filled["whom"] == Party.CLIENT:
        return lambda task, *given: actions.wait_for_client(task.id, question=text, **how(*given))
    return lambda task, *given: actions.wait_for_third_party(task.id, whom=text, **how(*given))


def resume(_filled: Filled) -> Act:
    """Go on with it."""
    return lambda task, *given: actions.resume_task(task.id, **how(*given))


def cancel(filled: Filled) -> Act:
    """End it without doing it."""
    return lambda task, *given: actions.cancel_task(task.id, reason=filled["reason"], **how(*given))
