"""The values that pass through an import: a line of a log as it was read, checked, or found broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class LineIsBroken(Exception):
    """A line cannot be used; the sentence says why. It never stops an import: its task is left out."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it stands in the file: its number (from 1, the heading included) and its values by column."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used. `task` is the log's own key of the task it belongs to, empty where unreadable."""

    number: int
    task: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line in our own words: what happened (`verb`) to which task of the log, for which client, by whom, when."""

    number: int
    task: str
    client: str
    person: str
    verb: str
    priority: str
    level: str
    at: datetime
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
