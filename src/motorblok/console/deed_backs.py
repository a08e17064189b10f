"""What takes the verbs of the workboard back: what was on a task before, empty where nothing does, and the inverse verb."""

from uuid import UUID

from django.utils.translation import gettext as _

from motorblok.audit.queries import history
from motorblok.console.deed_acts import how
from motorblok.console.deed_forms import colleague
from motorblok.console.picked import Pick
from motorblok.kernel.actors import Actor
from motorblok.work import actions
from motorblok.work.models import Party, Task
from tenants.models import Client

WAITED = "work.task.waited_for_third_party"
NOBODY = "nobody"
OPEN = "open"


def was_assigned(task: Task) -> str:
    """Who had it, or nobody."""
    return str(task.assignee_id or NOBODY)


def assign_back(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    """Give it back to who had it, or to nobody. Raises ValidationError where that is no colleague any more."""
    if pick.was == NOBODY:
        return actions.release_task(task.id, **how(client, pick, actor))
    before = colleague(UUID(pick.was))
    return actions.assign_task(task.id, assignee=before, **how(client, pick, actor))


def had_priority(task: Task) -> str:
    """How urgent it was."""
    return task.priority


def prioritise_back(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    """Give it the priority that it had."""
    return actions.prioritise_task(task.id, priority=pick.was, **how(client, pick, actor))


def was_open(_task: Task) -> str:
    """That it was open: only such a task is ended."""
    return OPEN


def reopen(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    """Take the ending back."""
    return actions.reopen_task(task.id, reason=_("It was ended by mistake."), **how(client, pick, actor))


def did_not_wait(task: Task) -> str:
    """That it went on; empty after a further question to who is waited for already: to go on would not take it back."""
    return "" if task.waiting_for else OPEN


def go_on(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    """Resume it."""
    return actions.resume_task(task.id, **how(client, pick, actor))


def waited(task: Task) -> str:
    """For whom it waited; empty for the client: to wait for it again would ask it a second time."""
    return "" if task.waiting_for == Party.CLIENT else task.waiting_for


def wait_again(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    """Wait for the same third party as before."""
    asked = [entry.private for entry in history(task.subject) if entry.kind.name == WAITED]
    whom = (asked or [{}])[-1].get("whom", "…")
    return actions.wait_for_third_party(task.id, whom=whom, **how(client, pick, actor))
