"""What is shown of an inbox: frozen values, already in the words of their reader."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.kernel import instants
from motorblok.notify.words import Said


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a task: when it happened, in words, and whether it is still unread."""

    at: datetime
    is_unread: bool
    said: Said


@dataclass(frozen=True, slots=True)
class Group:
    """What one task, or another thing, has in the inbox: its latest lines, newest first, of `count`.

    `matter` is the id by which it is marked as read, `link` the page that it leads to; for staff `client` names the client.
    """

    matter: UUID
    topic: str
    link: str

    number: str
    title: str
    slug: str
    client: str
    newest_at: datetime
    count: int
    unread: int
    lines: tuple[Line, ...]

    @property
    def earlier(self) -> int:
        """How many there are besides the lines shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the newest instant of its last task, and that task's number."""

    at: datetime
    number: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.number}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that was written so; None for anything else."""
        instant, _tilde, number = text.replace("\x00", "").partition("~")
        at = instants.read(instant)
        return cls(at, number) if at else None


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the inbox, and where the next one starts, if there is one."""

    groups: tuple[Group, ...]
    next: Cursor | None
