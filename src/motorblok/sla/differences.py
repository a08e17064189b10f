"""Which clocks differ from what their events say: in their figures, in their alarms, or in their place on the workboard."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from motorblok.board.models import Row
from motorblok.kernel.recordsets import EMPTY, EPOCH, MICROSECOND, as_text
from motorblok.sla.alarming import alarms
from motorblok.sla.caches import figures
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, State, Stretch
from motorblok.sla.folded import Folded, folded_at, most_urgent
from motorblok.sla.histories import histories
from motorblok.sla.promises import Promise

SHOWN = ("urgent_at", "due_at", "target_kind", "target_seconds")
INSTANT = f"coalesce(((extract(epoch FROM {{}}) * 1000000)::bigint)::text, '{EMPTY}')"
STARTED, DUE, BREACH, STOPPED, DECIDED, FIRE = (
    INSTANT.format(name)
    for name in ("started_at", "due_at", "breach_at", "stopped_at", "decided_at", "alarm.fire_at")
)
# A clock and its alarms as a line of text each: to compare one is cheaper than to read a dozen values. The alarms are
# public: they are asked for apart, for the two may be on different servers.
KEPT = f"""
SELECT id, subject, kind, cycle, state,
    concat_ws('|', target_seconds, state, {STARTED}, {DUE}, {BREACH}, {STOPPED}, {DECIDED}, outcome),
    consumed_seconds, (extract(epoch FROM refreshed_at) * 1000000)::bigint, promise::text
FROM sla_clock
"""  # noqa: S608  fixed names
ALARMS = f"""
SELECT alarm.clock_id, string_agg(alarm.kind || '@' || {FIRE}, ' ' ORDER BY alarm.kind COLLATE "C"), NULL::text[]
FROM board_alarm alarm WHERE alarm.clock_id = ANY(%(clocks)s) AND NOT EXISTS (
    SELECT 1 FROM board_fired fired
    WHERE (fired.clock_id, fired.cycle, fired.kind) = (alarm.clock_id, alarm.cycle, alarm.kind)
) GROUP BY alarm.clock_id
UNION ALL
SELECT fired.clock_id, NULL, array_agg(fired.kind)
FROM board_fired fired WHERE fired.clock_id = ANY(%(clocks)s) GROUP BY fired.clock_id
"""  # noqa: S608  fixed names


@dataclass(frozen=True, slots=True)
class Kept:
    """A clock as the table has it; `armed` are its alarms without those that `fired` already."""

    state: str
    figures: str
    consumed: int
    refreshed: int
    promise: str
    armed: str
    fired: list[str] | None


Clocks = dict[tuple[str, int], Kept]
Shown = Mapping[UUID, tuple[Any, ...]]


def differing(*, client_id: UUID, at: datetime) -> list[Folded]:
    """What folding gives for those subjects of the schema in force whose clocks are something else. Four statements."""
    kept, shown = _kept(), _shown(client_id)
    found = []
    for subject, history in histories():
        folded = folded_at(subject, history, at=at)
        if folded and not (_is_kept(folded, kept.get(subject, {})) and _is_shown(folded, shown)):
            found.append(folded)
    return found


def _kept() -> Mapping[str, Clocks]:
    clocks: dict[str, Clocks] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        rows = cursor.fetchall()
        armed, fired = _alarms(cursor, [row[0] for row in rows])
    for clock_id, subject, kind, cycle, state, line, consumed, refreshed, promise in rows:
        clocks[subject][kind, cycle] = Kept(
            state, line, consumed, refreshed, promise, armed.get(clock_id, ""), fired.get(clock_id)
        )
    return clocks


def _alarms(cursor: Any, clocks: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, list[str]]]:
    """What is armed, and what fired, of these clocks; one that has neither is absent."""
    cursor.execute(ALARMS, {"clocks": clocks})
    armed, fired = {}, {}
    for clock_id, line, kinds in cursor.fetchall():
        if kinds is None:
            armed[clock_id] = line
        else:
            fired[clock_id] = kinds
    return armed, fired


def _shown(client_id: UUID) -> Shown:
    rows = Row.objects.filter(client_id=client_id, closed_at=None)
    return {row[0]: row[1:] for row in rows.values_list("task_id", *SHOWN)}


def _is_kept(folded: Folded, clocks: Clocks) -> bool:
    left = dict(clocks)
    for state in folded.states:
        kept = left.pop((state.kind, state.cycle), None)
        if kept is None or not _is_equal(state, kept):
            return False
    return all(kept.state == State.VOIDED and not kept.armed for kept in left.values())


def _is_equal(state: ClockState, kept: Kept) -> bool:
    """What a running clock had used by when it was refreshed is compared for that instant."""
    return (
        kept.figures == "|".join(figures(state))
        and kept.consumed == _consumed_at(state, EPOCH + kept.refreshed * MICROSECOND)
        and kept.promise == _promise(state.promise)
        and kept.armed == _armed(state, kept.fired or ())
    )


def _consumed_at(state: ClockState, at: datetime) -> int:
    for segment in reversed(state.segments):
        if segment.start_at <= at:
            if segment.kind is not Stretch.RUNNING or at >= segment.end_at:
                return segment.total
            return segment.total - calendar(segment.calendar_version).elapsed(at, segment.end_at)
    return 0


def _armed(state: ClockState, fired: Any) -> str:
    dues = sorted((due.kind, due.at) for due in alarms(state, calendars=calendar) if due.kind not in fired)
    return " ".join(f"{kind}@{as_text(at)}" for kind, at in dues)


@lru_cache(maxsize=4096)
def _promise(promise: Promise) -> str:
    """As PostgreSQL writes it: shorter names first."""
    fact = promise.as_fact()
    names = sorted(fact, key=lambda name: (len(name), name))
    return json.dumps({name: fact[name] for name in names}, ensure_ascii=False)


def _is_shown(folded: Folded, shown: Shown) -> bool:
    row = shown.get(folded.task_id) if folded.task_id else None
    if row is None:
        return True
    urgency = most_urgent(folded)
    wanted = tuple(getattr(urgency, name) for name in SHOWN) if urgency else (None, None, "", None)
    return row == wanted
