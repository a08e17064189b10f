"""Says each step of a log's task by a verb of the work: by whom, when, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motorblok.audit.actions import IMPORT
from motorblok.exchange.logs.instants import EARLIEST
from motorblok.exchange.logs.lines import Line
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.packing import MICROSECOND
from motorblok.exchange.logs.rules import ENDINGS, WAITS, Verb
from motorblok.exchange.logs.steps import Step
from motorblok.kernel.actors import Actor
from motorblok.work import actions
from motorblok.work.actions.receive import DESCRIPTION_LENGTH, TITLE_LENGTH
from motorblok.work.models import Task
from motorblok.work.wording import LONGEST

TAKE_BACK = frozenset({Verb.RESUME, Verb.REOPEN})


@dataclass(slots=True)
class Teller:
    """Tells one task by a map, for one client, with the people of the log.

    What takes a wait or an ending of the same instant back comes a microsecond after it (see work.actions.standing);
    whatever follows then comes no earlier, so that the order of the file holds.
    """

    plan: LogMap
    client_id: UUID
    people: Mapping[str, Actor]
    _told_at: datetime = EARLIEST
    _stopped_at: datetime = EARLIEST

    def receive(self, line: Line) -> Task:
        """The task with which a story begins. Raises what receive_task raises."""
        fill = self.plan.patterns["tasks.description"].fill_within
        draft = actions.Draft(
            title=self.plan.text("title", line.values, length=TITLE_LENGTH),
            description=fill(line.values, DESCRIPTION_LENGTH),
            service_line=self.plan.service_line,
            is_internal=False,
            priority=line.priority,
            level=line.level,
        )
        return actions.receive_task(draft, **self._by(line, line.at))

    def tell(self, step: Step, task: Task) -> None:
        """One verb after that. Raises what it raises."""
        verb, name, text = SAYS[step.verb]
        said = {name: self.plan.text(text, step.line.values, length=LONGEST)} if name else {}
        if step.verb is Verb.PRIORITISE:
            said = {"priority": step.line.priority, "level": step.line.level}
        verb(task.id, **said, **self._by(step.line, self._at(step)))

    def _at(self, step: Step) -> datetime:
        at = max(step.line.at, self._told_at)
        if step.verb in TAKE_BACK:
            at = max(at, self._stopped_at + MICROSECOND)
        if step.verb in WAITS | ENDINGS:
            self._stopped_at = at
        self._told_at = at
        return at

    def _by(self, line: Line, at: datetime) -> dict[str, Any]:
        return {
            "client_id": self.client_id,
            "actor": self.people[line.person],
            "at": at,
            "source": IMPORT,
        }


SAYS: Mapping[Verb, tuple[Callable[..., object], str, str]] = {
    # The verb, the name of what is written with it, and the map's text for that.
    Verb.TAKE: (actions.take_task, "", ""),
    Verb.REPLY: (actions.reply_to_client, "text", "reply"),
    Verb.NOTE: (actions.note_on_task, "text", "note"),
    Verb.WAIT_FOR_CLIENT: (actions.wait_for_client, "question", "question"),
    Verb.WAIT_FOR_THIRD_PARTY: (actions.wait_for_third_party, "whom", "third_party"),
    Verb.RESUME: (actions.resume_task, "", ""),
    Verb.PRIORITISE: (actions.prioritise_task, "", ""),
    Verb.RESOLVE: (actions.resolve_task, "answer", "answer"),
    Verb.REOPEN: (actions.reopen_task, "reason", "reason"),
    Verb.CANCEL: (actions.cancel_task, "reason", "reason"),
}
