"""The verb that changes what was promised: prioritise."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid
from motorblok.kernel.languages import in_each
from motorblok.sla import signals
from motorblok.work import events
from motorblok.work.actions.standing import keep, locked, not_before, show, tell
from motorblok.work.models import Priority, Task
from motorblok.work.queries import promised_for
from motorblok.work.wording import written

LEVEL_LENGTH = 20


@transaction.atomic
def prioritise_task(
    task_id: UUID,
    *,
    priority: str | None = None,
    level: str | None = None,
    reason: str = "",
    client_id: UUID,
    actor: Actor,
    at: datetime,
    source: str = "app",
    seen: int | None = None,
) -> Task:
    """Give a task another priority or service level: from `at` on the targets that the agreement promises for it hold.

    What its clocks have counted so far is kept. None leaves one of the two as it is; where nothing differs, nothing
    happens. Raises NotFound, TaskIsResolved, TaskIsCancelled, TaskHasChanged, and Invalid.
    """
    reason = reason.strip() and written(reason, field="reason")
    task = locked(task_id, client_id=client_id, seen=seen)
    was, level_was = task.priority, task.level
    wanted = {
        "priority": _priority(priority, instead_of=was),
        "level": level_was if level is None else level.strip(),
    }
    if len(wanted["level"]) > LEVEL_LENGTH or "\x00" in wanted["level"]:
        raise Invalid(_("Use at most 20 characters for the service level."), field="level")
    if wanted == {"priority": was, "level": level_was}:
        return task
    at = not_before(task, at)
    promised = promised_for(task, **wanted)
    keep(task, **wanted)
    tell(
        events.PRIORITISED,
        task,
        actor=actor,
        at=at,
        facts={**_facts(task, was, level_was), "promises": [each.as_fact() for each in promised]},
        private={"reason": reason},
        signals=[signals.PRIORITISED],
        source=source,
    )
    show(task, client_id=client_id, at=at)
    return task


def _priority(asked: str | None, *, instead_of: str) -> str:
    if asked is not None and asked not in Priority.values:
        raise Invalid(_("Choose a priority from the list."), field="priority")
    return asked or instead_of


def _facts(task: Task, was: str, level_was: str) -> dict[str, Any]:
    spoken_was, spoken = _in_words(was), _in_words(task.priority)
    return {
        "was": was,
        "was_en": spoken_was["en"],
        "was_nl": spoken_was["nl"],
        "priority": task.priority,
        "priority_en": spoken["en"],
        "priority_nl": spoken["nl"],
        "level_was": level_was,
        "level": task.level,
    }


def _in_words(priority: str) -> dict[str, str]:
    return in_each(lambda: str(Priority(priority).label).lower())
