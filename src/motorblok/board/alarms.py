"""Arms and disarms the alarms of a clock, in the transaction that moved the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from motorblok.kernel.recordsets import as_parameter, as_text, recordset


@dataclass(frozen=True, slots=True)
class Due:
    """What will fire, and when: `kind` is warned_50, warned_75, warned_90 or breached."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Armed:
    """The complete set of alarms that one clock now has; an empty one disarms it.

    `subject` is what the clock is about, where `arm` is told of clocks of several, `target` the kind of its promise.
    A clock that `is_new` was made in this transaction: nothing of it can be armed yet.
    """

    clock_id: UUID
    cycle: int
    alarms: tuple[Due, ...] = ()
    subject: str = ""
    target: str = ""
    is_new: bool = False


TYPES = {
    "clock_id": "uuid",
    "cycle": "smallint",
    "subject": "text",
    "target": "text",
    "kind": "text",
    "fire_at": "timestamptz",
}
COLUMNS = ", ".join(TYPES)
DISARM = "DELETE FROM board_alarm WHERE clock_id = ANY(%s)"
ARM = f"""
INSERT INTO board_alarm (client_id, {COLUMNS}) SELECT %s, {COLUMNS} FROM {recordset("armed", TYPES)}
WHERE NOT EXISTS (
    SELECT 1 FROM board_fired fired
    WHERE (fired.clock_id, fired.cycle, fired.kind) = (armed.clock_id, armed.cycle, armed.kind)
)
"""  # noqa: S608  fixed names


def arm(clocks: Sequence[Armed], *, client_id: UUID, subject: str = "") -> None:
    """Replace the alarms of these clocks. What has fired already is not armed again: exactly once per cycle."""
    armed_before = [clock.clock_id for clock in clocks if not clock.is_new]
    rows = [row for clock in clocks for row in _rows(clock, clock.subject or subject)]
    with connection.cursor() as cursor:
        if armed_before:
            cursor.execute(DISARM, [armed_before])
        if rows:
            cursor.execute(ARM, [client_id, as_parameter(rows)])


def _rows(clock: Armed, subject: str) -> Iterator[tuple[str, ...]]:
    named = (str(clock.clock_id), str(clock.cycle), subject, clock.target)
    for due in clock.alarms:
        yield (*named, due.kind, as_text(due.at))
