"""Arms and disarms the alarms of a clock, in the transaction that moved the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motorblok.kernel.recordsets import as_parameter, recordset


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
    rows = [_row(clock, due, clock.subject or subject) for clock in clocks for due in clock.alarms]
    with connection.cursor() as cursor:
        if armed_before:
            cursor.execute(DISARM, [armed_before])
        if rows:
            cursor.execute(ARM, [client_id, as_parameter(rows)])


def _row(clock: Armed, due: Due, subject: str) -> dict[str, Any]:
    return {
        "clock_id": clock.clock_id,
        "cycle": clock.cycle,
        "subject": subject,
        "target": clock.target,
        "kind": due.kind,
        "fire_at": due.at,
    }
