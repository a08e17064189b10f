"""A task's place on the workboard, as plain values: what the verbs write and the pages read."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Everything that the workboard shows of one task; instants are aware.

    `urgent_at` is the breach of its most urgent clock that runs, or was broken before it stood still; `due_at`,
    `target_kind` and `target_seconds` are that clock's, and `consumed_seconds` what it had used of its business time at
    `since_at`. All are empty where there is no such clock. `waiting_for` is client, third_party or empty; `client_wrote_at` when the client wrote what is not answered.
    `version` is the task's: who acts from the list says by it what was looked at.
    """

    client_id: UUID
    task_id: UUID
    number: str
    title: str
    service_line: str
    priority: str
    state: str
    is_internal: bool
    assignee_id: UUID | None
    received_at: datetime
    closed_at: datetime | None = None
    urgent_at: datetime | None = None
    due_at: datetime | None = None
    target_kind: str = ""
    target_seconds: int | None = None
    waiting_for: str = ""
    client_wrote_at: datetime | None = None
    consumed_seconds: int | None = None
    since_at: datetime | None = None
    version: int | None = None


COLUMNS = tuple(field.name for field in fields(Placement))
KEY = ("client_id", "task_id")

MOVED = {
    "urgent_at": "timestamptz",
    "due_at": "timestamptz",
    "target_kind": "text",
    "target_seconds": "integer",
    "consumed_seconds": "integer",
    "since_at": "timestamptz",
}
"""The part of a row that its clocks decide, with the types of its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How urgent a task now is, as a Placement has it."""

    task_id: UUID
    urgent_at: datetime | None = None
    due_at: datetime | None = None
    target_kind: str = ""
    target_seconds: int | None = None
    consumed_seconds: int | None = None
    since_at: datetime | None = None
