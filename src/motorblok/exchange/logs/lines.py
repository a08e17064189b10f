"""The values that pass through an import: a line of a log as it was read, checked, or found broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motorblok.exchange.logs.rules import Verb
from motorblok.kernel.errors import Invalid


class LogIsUnusable(Invalid):
    """The file as a whole cannot be read: nothing of it is imported."""

    code = "log-is-unusable"


class LineIsBroken(Exception):
    """A line cannot be used; the sentence says why. It never stops an import: its task is left out."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One thing that happened, as it stands in the file: its number and its values by column.

    In a CSV file the number is that of its first line, from 1, the heading included. In an XES file it counts the
    events of the whole log from 1; `trace` counts the traces, `place` says both in words, and `dates` names the values
    that are written as XML dates.
    """

    number: int
    values: Mapping[str, str]
    place: str = ""
    trace: int = 0
    dates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used. `task` is the log's own key of the task it belongs to, empty where unreadable."""

    number: int
    task: str
    reason: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line in our own words: what happened (`verb`) to which task of the log, for which client, by whom, when.

    Nothing opens a task again after a line that `is_final`.
    """

    number: int
    task: str
    client: str
    person: str
    verb: Verb
    is_final: bool
    priority: str
    level: str
    at: datetime
    trace: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LoggedTask:
    """All lines of one task of the log, by time, those of one second as in the file. It belongs to its first line's client."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Where it begins."""
        return self.lines[0]

    @property
    def key(self) -> str:
        """The log's own key."""
        return self.first.task

    @property
    def clients(self) -> tuple[str, ...]:
        """The clients its lines name, in order; more than one where the task changed hands."""
        return tuple(dict.fromkeys(line.client for line in self.lines))
