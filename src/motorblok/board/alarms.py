"""Arms and disarms the alarms of a clock, in the transaction that moved the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Due:
    """What will fire, and when: `kind` is warned_50, warned_75, warned_90 or breached."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Armed:
    """The complete set of alarms that one clock now has; an empty one disarms it.

    `subject` is what the clock is about, where `arm` is told of clocks of several, `target` the kind of its promise.
    """

    clock_id: UUID
    cycle: int
    alarms: tuple[Due, ...] = ()
    subject: str = ""
    target: str = ""


DISARM = "DELETE FROM board_alarm WHERE clock_id = ANY(%s)"
ARM = """
INSERT INTO board_alarm (clock_id, cycle, kind, client_id, subject, target, fire_at)
SELECT armed.clock_id, armed.cycle, armed.kind, %s, armed.subject, armed.target, armed.fire_at
FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
    AS armed (clock_id, cycle, subject, target, kind, fire_at)
WHERE NOT EXISTS (
    SELECT 1 FROM board_fired WHERE (clock_id, cycle, kind) = (armed.clock_id, armed.cycle, armed.kind)
)
"""


def arm(clocks: Sequence[Armed], *, client_id: UUID, subject: str = "") -> None:
    """Replace the alarms of these clocks. What has fired already is not armed again: exactly once per cycle."""
    rows = [
        (clock.clock_id, clock.cycle, clock.subject or subject, clock.target, due.kind, due.at)
        for clock in clocks
        for due in clock.alarms
    ]
    with connection.cursor() as cursor:
        cursor.execute(DISARM, [[clock.clock_id for clock in clocks]])
        if rows:
            cursor.execute(ARM, [client_id, *map(list, zip(*rows, strict=True))])
