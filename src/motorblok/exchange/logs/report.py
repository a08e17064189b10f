"""What an import did and left out, as an administrator reads it: on the screen, and in full in a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from django.utils.translation import gettext as _

from motorblok.exchange.logs.figures import Figures
from motorblok.exchange.logs.lines import BrokenLine
from motorblok.exchange.logs.numerals import counted
from motorblok.exchange.logs.playing import Outcome, Played
from motorblok.exchange.logs.tables import table

SHOWN = 10
KNOWN = (Outcome.KNOWN, Outcome.CHANGED, Outcome.EARLY)


@dataclass(slots=True)
class Report:
    """Counts as the import goes on. What is worth reading goes into the file at once, the first few stay for the screen."""

    log: str
    file: TextIO
    lines: int = 0
    passed_over: int = 0
    broken: int = 0
    left_out: int = 0
    clients_opened: int = 0
    other_terms: int = 0
    people_added: int = 0
    verbs: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    notes: int = 0
    first_notes: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all of the log is in."""
        return not self.broken and not self.outcomes[Outcome.REFUSED]

    def note_broken(self, line: BrokenLine) -> None:
        """Count a line that cannot be used."""
        self.broken += 1
        place = line.place or _("Line {number}").format(number=line.number)
        of_task = _(" (task {task})").format(task=line.task) if line.task else ""
        self._write(f"{place}{of_task}: {line.reason}")

    def note(self, played: Played) -> None:
        """Count what became of a task."""
        self.outcomes[played.outcome] += 1
        self.verbs += played.verbs
        for words in _worth_knowing(played):
            self._write(words)

    def summary(self, figures: Sequence[Figures]) -> str:
        """What was done, and how the promises of all clients and of the largest ones stand."""
        return "\n".join([*self._done(), "", *table(figures)])

    def excerpt(self) -> str:
        """The first few of what is worth reading."""
        more = self.notes - len(self.first_notes)
        last = [_("... and {more} more in the report.").format(more=counted(more))] if more else []
        return "\n".join([*self.first_notes, *last])

    def _done(self) -> Iterator[str]:
        count = self.outcomes
        words = _("Log {log}: {lines} lines read, {broken} of them broken.")
        yield words.format(log=self.log, lines=counted(self.lines), broken=counted(self.broken))
        if self.passed_over:
            yield _("{count} lines were passed over, as the map says.").format(
                count=counted(self.passed_over)
            )
        words = _("{clients} clients opened, {people} people added.")
        yield words.format(clients=counted(self.clients_opened), people=counted(self.people_added))
        words = _(
            "{tasks} tasks imported, in {verbs} verbs; {known} were imported before, {left_out} left out."
        )
        yield words.format(
            tasks=counted(count[Outcome.IMPORTED]),
            verbs=counted(self.verbs),
            known=counted(sum(count[each] for each in KNOWN)),
            left_out=counted(self.left_out + count[Outcome.REFUSED]),
        )
        yield from self._left_as_it_was()

    def _left_as_it_was(self) -> Iterator[str]:
        if early := self.outcomes[Outcome.EARLY]:
            words = _("{count} tasks were imported in the earlier, shorter form, and were left as they are.")
            yield words.format(count=counted(early))
        if self.other_terms:
            words = _("{count} clients keep the terms of an earlier import, which are not those of this map.")
            yield words.format(count=counted(self.other_terms))

    def _write(self, words: str) -> None:
        self.notes += 1
        self.file.write(words + "\n")
        if len(self.first_notes) < SHOWN:
            self.first_notes.append(words)


def _worth_knowing(played: Played) -> Iterator[str]:
    task = played.task
    if played.outcome is Outcome.REFUSED:
        words = _("Task {task} of {client} was left out: {reason}")
        yield words.format(task=task.key, client=task.first.client, reason=played.reason)
    if played.outcome is Outcome.CHANGED:
        words = _("Task {task} is told differently than when it was imported: it was left as it is.")
        yield words.format(task=task.key)
    if len(task.clients) > 1:
        words = _("Task {task} belongs to {client}, where it began; later lines name {others}.")
        others = ", ".join(task.clients[1:])
        yield words.format(task=task.key, client=task.first.client, others=others)
