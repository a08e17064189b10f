"""Plays one task of a log through the verbs of the work, each at its own time: whole, or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, transaction

from motorblok.audit.actions import IMPORT
from motorblok.exchange.logs import memory
from motorblok.exchange.logs.lines import Line, LoggedTask
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.memory import What
from motorblok.exchange.logs.runs import Run
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.work.actions import Draft, receive_task, resolve_task, take_task
from motorblok.work.actions.receive import TITLE_LENGTH
from motorblok.work.models import Task


class Outcome(Enum):
    """What became of a task of the log."""

    IMPORTED = "imported"
    KNOWN = "known"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one task of the log, and why where it was refused."""

    task: LoggedTask
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where tasks are played: for which client, with which people, and which tasks are known, by digest."""

    run: Run
    client_id: UUID
    people: Mapping[str, Actor]
    known: Mapping[str, str]


def play(task: LoggedTask, stage: Stage) -> Played:
    """Receive a task and bring it as far as the log does, in one transaction; call it inside the client's schema.

    A task that was imported before is left as it is, also where the log tells it differently now.
    """
    digest = memory.digest_of(task)
    if task.key in stage.known:
        same = stage.known[task.key] == digest
        return Played(task, Outcome.KNOWN if same else Outcome.CHANGED)
    try:
        _play_whole(task, stage, digest)
    except DomainError as error:
        return Played(task, Outcome.REFUSED, str(error))
    except IntegrityError:
        if task.key not in memory.digests(stage.run.plan.log, [task.key]):
            raise
        return Played(task, Outcome.KNOWN)  # by another import at the same time
    return Played(task, Outcome.IMPORTED)


def steps(task: LoggedTask) -> list[Line]:
    """The lines that do something: the first that takes the task and the last that resolves it.

    A line that takes the task after it was resolved for the last time does nothing.
    """
    takes = [line for line in task.lines if line.verb == "take"]
    resolves = [line for line in task.lines if line.verb == "resolve"]
    if not resolves:
        return takes[:1]
    end = task.lines.index(resolves[-1])
    return [*[line for line in takes if task.lines.index(line) < end][:1], resolves[-1]]


@transaction.atomic
def _play_whole(task: LoggedTask, stage: Stage, digest: str) -> None:
    run = stage.run
    received = _receive(task.first, stage)
    for line in steps(task):
        VERBS[line.verb](received, line, stage)
    memory.remember(run.plan.log, What.TASK, task.key, received.id, at=run.at, digest=digest)


def _receive(line: Line, stage: Stage) -> Task:
    plan = stage.run.plan
    return receive_task(
        _draft(line, plan),
        client_id=stage.client_id,
        actor=stage.people[line.person],
        at=line.at,
        source=IMPORT,
    )


def _draft(line: Line, plan: LogMap) -> Draft:
    return Draft(
        title=plan.patterns["tasks.title"].fill_within(line.values, TITLE_LENGTH),
        description=plan.patterns["tasks.description"].fill(line.values),
        service_line=plan.service_line,
        is_internal=False,
        priority=line.priority,
        level=line.level,
    )


def _take(task: Task, line: Line, stage: Stage) -> None:
    take_task(task.id, client_id=stage.client_id, actor=stage.people[line.person], at=line.at, source=IMPORT)


def _resolve(task: Task, line: Line, stage: Stage) -> None:
    resolve_task(
        task.id,
        answer=stage.run.plan.patterns["tasks.answer"].fill(line.values),
        client_id=stage.client_id,
        actor=stage.people[line.person],
        at=line.at,
        source=IMPORT,
    )


VERBS: Mapping[str, Callable[[Task, Line, Stage], None]] = {"take": _take, "resolve": _resolve}
