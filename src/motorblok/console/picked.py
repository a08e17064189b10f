"""Tasks that were picked from the workboard, what is to be done to them, and what became of each."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from motorblok.work.models import Task
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class Pick:
    """One task that was picked; `seen` is the version that was looked at, `was` what an undo brings back."""

    client_id: UUID
    task_id: UUID
    seen: int | None = None
    was: str = ""

    @property
    def key(self) -> str:
        """How the page names it."""
        return f"{self.client_id}:{self.task_id}"


@dataclass(frozen=True, slots=True)
class Done:
    """A task that the verb was done to; `was` is what it changed and `version` what it left, for who wants it back."""

    pick: Pick
    number: str
    was: str
    version: int

    @property
    def back(self) -> str:
        """The pick of what takes it back: closed once somebody else has gone on from here."""
        return f"{self.pick.key}:{self.version}:{self.was}"


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that the verb was not done to, and why. Without a number it does not exist for the viewer."""

    pick: Pick
    number: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the tasks that were picked."""

    done: tuple[Done, ...]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done to each task: `act` does it, `was` tells beforehand what it will change.

    `token` is that of the form and `content` what was filled in: sent again, it is not done again.
    """

    act: Callable[[Task, Client, Pick], Task]
    was: Callable[[Task], str]
    token: UUID
    content: str
