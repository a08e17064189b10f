"""What an import did and left out, as an administrator reads it: on the screen, and in full in a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from motorblok.exchange.logs.figures import Figures, together
from motorblok.exchange.logs.lines import BrokenLine
from motorblok.exchange.logs.playing import Outcome, Played

LARGEST = 5
SHOWN = 10


@dataclass(slots=True)
class Report:
    """Counts as the import goes on. What is worth reading goes into the file at once, the first few stay for the screen."""

    log: str
    file: TextIO
    lines: int = 0
    broken: int = 0
    left_out: int = 0
    clients_opened: int = 0
    people_added: int = 0
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
        of_task = f" (task {line.task})" if line.task else ""
        self._write(f"Line {line.number}{of_task}: {line.reason}")

    def note(self, played: Played) -> None:
        """Count what became of a task."""
        self.outcomes[played.outcome] += 1
        for words in _worth_knowing(played):
            self._write(words)

    def summary(self, figures: Sequence[Figures]) -> str:
        """What was done, and how the promises of all clients and of the largest ones stand."""
        count = self.outcomes
        known = count[Outcome.KNOWN] + count[Outcome.CHANGED]
        return "\n".join(
            [
                f"Log {self.log}: {self.lines:,} lines read, {self.broken:,} of them broken.",
                f"{self.clients_opened:,} clients opened, {self.people_added:,} people added.",
                f"{count[Outcome.IMPORTED]:,} tasks imported, {known:,} were imported before, "
                f"{self.left_out + count[Outcome.REFUSED]:,} left out.",
                "",
                *_table(figures),
            ]
        )

    def excerpt(self) -> str:
        """The first few of what is worth reading."""
        more = self.notes - len(self.first_notes)
        return "\n".join([*self.first_notes, *([f"... and {more:,} more in the report."] if more else [])])

    def _write(self, words: str) -> None:
        self.notes += 1
        self.file.write(words + "\n")
        if len(self.first_notes) < SHOWN:
            self.first_notes.append(words)


def _worth_knowing(played: Played) -> Iterator[str]:
    task = played.task
    if played.outcome is Outcome.REFUSED:
        yield f"Task {task.key} of {task.first.client} was left out: {played.reason}"
    if played.outcome is Outcome.CHANGED:
        yield f"Task {task.key} has other lines than when it was imported: it was left as it is."
    if len(task.clients) > 1:
        others = ", ".join(task.clients[1:])
        yield f"Task {task.key} belongs to {task.first.client}, where it began; later lines name {others}."


def _table(figures: Sequence[Figures]) -> Iterator[str]:
    largest = sorted(figures, key=lambda each: (-each.tasks, each.name))[:LARGEST]
    yield f"{'':24}{'tasks':>8}  {'target':<16}{'met':>8}{'breached':>10}{'open':>8}"
    for each in [together(figures, name=f"All {len(figures):,} clients"), *largest]:
        for place, tally in enumerate(each.tallies):
            name, tasks = ("", "") if place else (each.name[:23], f"{each.tasks:,}")
            yield f"{name:24}{tasks:>8}  {tally.target:<16}{tally.met:>8,}{tally.breached:>10,}{tally.open:>8,}"
