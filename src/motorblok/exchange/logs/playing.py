"""Plays one task of a log through the verbs of the work, each at its own time: whole, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from motorblok.exchange.logs import memory
from motorblok.exchange.logs.lines import LoggedTask
from motorblok.exchange.logs.memory import What
from motorblok.exchange.logs.runs import Run
from motorblok.exchange.logs.steps import Step, steps
from motorblok.exchange.logs.telling import Teller
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError


class Outcome(Enum):
    """What became of a task of the log. EARLY: imported when a map knew only of taking and resolving."""

    IMPORTED = "imported"
    KNOWN = "known"
    EARLY = "early"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one task of the log, and why where it was refused."""

    task: LoggedTask
    outcome: Outcome
    reason: str = ""
    verbs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where tasks are played: for which client, with which people, and which tasks are known, by digest."""

    run: Run
    client_id: UUID
    people: Mapping[str, Actor]
    known: Mapping[str, str]


def play(task: LoggedTask, stage: Stage) -> Played:
    """Receive a task and bring it as far as the log does, in one transaction; call it inside the client's schema.

    A task that was imported before is left as it is, also where the log or the map tells it differently now.
    """
    told = steps(task, stage.run.plan.rules)
    digest = memory.digest_of(task, told)
    if task.key in stage.known:
        return Played(task, _known_as(stage.known[task.key], task, digest))
    try:
        _play_whole(task, told, stage, digest)
    except DomainError as error:
        return Played(task, Outcome.REFUSED, str(error))
    except IntegrityError:
        if task.key not in memory.digests(stage.run.plan.log, [task.key]):
            raise
        return Played(task, Outcome.KNOWN)  # by another import at the same time
    return Played(task, Outcome.IMPORTED, verbs=len(told))


def _known_as(kept: str, task: LoggedTask, digest: str) -> Outcome:
    if kept == digest:
        return Outcome.KNOWN
    return Outcome.EARLY if kept == memory.early_digest_of(task) else Outcome.CHANGED


@transaction.atomic
def _play_whole(task: LoggedTask, told: Sequence[Step], stage: Stage, digest: str) -> None:
    _need_not_wait_for_the_disk()
    teller = Teller(stage.run.plan, stage.client_id, stage.people)
    received = teller.receive(told[0].line)
    for step in told[1:]:
        teller.tell(step, received)
    memory.remember(stage.run.plan.log, What.TASK, task.key, received.id, at=stage.run.at, digest=digest)


def _need_not_wait_for_the_disk() -> None:
    """What a crash of the server loses, the next import makes again: a task and the memory of it go together."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
