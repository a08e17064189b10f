"""The clocks of a subject, kept equal to its events: folded, cached in one statement, and their alarms armed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from motorblok.audit.queries import Signal, signals_of
from motorblok.board.alarms import Armed, arm
from motorblok.kernel.ids import new_id
from motorblok.sla import signals
from motorblok.sla.alarming import alarms
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, fold
from motorblok.sla.promises import Promise

KEY = ("subject", "kind", "cycle")
TYPES = {
    "id": "uuid",
    "subject": "text",
    "kind": "text",
    "cycle": "smallint",
    "audience": "smallint",
    "promise": "jsonb",
    "target_seconds": "integer",
    "state": "text",
    "consumed_seconds": "integer",
    "refreshed_at": "timestamptz",
    "started_at": "timestamptz",
    "due_at": "timestamptz",
    "breach_at": "timestamptz",
    "stopped_at": "timestamptz",
    "decided_at": "timestamptz",
    "outcome": "text",
}
UPSERT = (
    f"INSERT INTO sla_clock ({', '.join(TYPES)}) "  # noqa: S608  fixed names
    f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in TYPES.values())}) "
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in TYPES if name not in (*KEY, "id"))
    + " RETURNING id, kind"
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """The most urgent running clock of a subject. `urgent_at` is its breach; seconds are business time until `since_at`."""

    urgent_at: datetime
    due_at: datetime
    target_kind: str
    target_seconds: int
    consumed_seconds: int
    since_at: datetime


def refresh(subject: str, *, client_id: UUID, at: datetime) -> Urgency | None:
    """Bring a subject's clocks up to its events, in the caller's transaction, as they stand at an instant.

    `subject` is its name in the event book of the schema in force. Returns None where no clock runs. Four statements,
    however many clocks: read the signals, keep the clocks, disarm, arm.
    """
    history = signals_of(subject)
    start = signals.start(history)
    if start is None or not start.facts["promises"]:
        return None
    now = max(at, *(signal.at for signal in history))
    states = [fold_promise(Promise.from_fact(fact), history, now=now) for fact in start.facts["promises"]]
    ids = _keep([_row(subject, state, start=start, now=now) for state in states])
    arm([_armed(ids, state, start) for state in states], client_id=client_id, subject=subject)
    return most_urgent(states, now=now)


def fold_promise(promise: Promise, history: Sequence[Signal], *, now: datetime) -> ClockState:
    """Fold one promise with the calendar version that it is pinned to."""
    version = promise.calendar_version
    return fold(promise, {version: calendar(version)}, history, now=now)


def most_urgent(states: Sequence[ClockState], *, now: datetime) -> Urgency | None:
    """The running clock that breaches first."""
    running = [state for state in states if state.is_running and state.breach_at]
    return min((_urgency(state, now) for state in running), key=lambda each: each.urgent_at, default=None)


def _urgency(state: ClockState, now: datetime) -> Urgency:
    if state.breach_at is None or state.due_at is None:
        raise ValueError("A running clock has both its edges.")
    promise = state.promise
    return Urgency(
        state.breach_at, state.due_at, promise.kind, promise.target_seconds, state.consumed, since_at=now
    )


def _row(subject: str, state: ClockState, *, start: Signal, now: datetime) -> dict[str, Any]:
    # The verdict is kept only once it cannot move: a row must not depend on when it was last refreshed.
    stopped = state.stopped_at is not None
    return {
        "id": new_id(),
        "subject": subject,
        "kind": state.promise.kind,
        "cycle": state.cycle,
        "audience": start.audience,
        "promise": json.dumps(state.promise.as_fact()),
        "target_seconds": state.promise.target_seconds,
        "state": state.state,
        "consumed_seconds": state.consumed,
        "refreshed_at": now,
        "started_at": state.started_at or start.at,
        "due_at": state.due_at,
        "breach_at": state.breach_at,
        "stopped_at": state.stopped_at,
        "decided_at": state.decided_at if stopped else None,
        "outcome": state.outcome if stopped else "",
    }


def _keep(rows: Sequence[dict[str, Any]]) -> dict[str, UUID]:
    columns = [[row[name] for row in rows] for name in TYPES]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, columns)
        return {kind: clock_id for clock_id, kind in cursor.fetchall()}


def _armed(ids: dict[str, UUID], state: ClockState, start: Signal) -> Armed:
    opening = calendar(state.promise.calendar_version)
    return Armed(ids[state.promise.kind], state.cycle, alarms(state, calendar=opening, start=start))
