"""The cached figures of clocks: what folding gave, written in one statement for any number of subjects."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from motorblok.kernel.ids import new_id
from motorblok.kernel.recordsets import as_parameter, as_text, recordset
from motorblok.sla.fold import ClockState, State
from motorblok.sla.folded import Folded
from motorblok.sla.promises import Promise

KEY = ("subject", "kind", "cycle")
TYPES = {
    "id": "uuid",
    "subject": "text",
    "kind": "text",
    "cycle": "smallint",
    "audience": "smallint",
    "promise": "jsonb",
    "consumed_seconds": "integer",
    "refreshed_at": "timestamptz",
    "target_seconds": "integer",
    "state": "text",
    "started_at": "timestamptz",
    "due_at": "timestamptz",
    "breach_at": "timestamptz",
    "stopped_at": "timestamptz",
    "decided_at": "timestamptz",
    "outcome": "text",
}
COLUMNS, NAMES = ", ".join(TYPES), ", ".join(KEY)
# Thousands of clocks share a handful of promises: a clock names its own by its place in a list of them.
FOLDED = (
    f"SELECT {COLUMNS.replace('promise', '%s::jsonb -> promise AS promise')} "  # noqa: S608
    f"FROM {recordset('told', {**TYPES, 'promise': 'integer'})}"
)
CHANGES = ", ".join(f"{name} = EXCLUDED.{name}" for name in TYPES if name not in (*KEY, "id"))
BEGIN = f"""
INSERT INTO sla_clock ({COLUMNS}) {FOLDED}
ON CONFLICT ({NAMES}) DO UPDATE SET {CHANGES} RETURNING id, {NAMES}
"""
# A clock that the events no longer know of (what began it was taken back) is voided in the same statement.
KEEP = f"""
WITH folded AS (
    {FOLDED}
), kept AS (
    INSERT INTO sla_clock ({COLUMNS}) SELECT {COLUMNS} FROM folded
    ON CONFLICT ({NAMES}) DO UPDATE SET {CHANGES} RETURNING id, {NAMES}
), gone AS (
    UPDATE sla_clock
    SET state = 'voided', outcome = '', due_at = NULL, breach_at = NULL, stopped_at = NULL, decided_at = NULL
    WHERE subject = ANY(%s) AND state <> 'voided' AND ({NAMES}) NOT IN (SELECT {NAMES} FROM folded)
    RETURNING id, {NAMES}
)
SELECT * FROM kept UNION ALL SELECT * FROM gone
"""  # noqa: S608  fixed names


Key = tuple[str, str, int]
"""Subject, kind of target, and number of the cycle."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A clock that was written; of one that `is_new` nothing else can know yet."""

    id: UUID
    key: Key
    is_new: bool


def keep(all_folded: Sequence[Folded]) -> list[Kept]:
    """Write the clocks of some subjects; returns all of them, those included that were voided here."""
    promises: dict[Promise, int] = {}
    rows = [_row(folded, state, promises) for folded in all_folded for state in folded.states]
    values = [json.dumps([promise.as_fact() for promise in promises]), as_parameter(rows)]
    made = {row[0] for row in rows}
    with connection.cursor() as cursor:
        if all(folded.has_only_begun for folded in all_folded):
            cursor.execute(BEGIN, values)
        else:
            cursor.execute(KEEP, [*values, [folded.subject for folded in all_folded]])
        return [Kept(clock, (subject, *of), str(clock) in made) for clock, subject, *of in cursor.fetchall()]


def _row(folded: Folded, state: ClockState, promises: dict[Promise, int]) -> tuple[str, ...]:
    """A clock as the statements take it; its promise is added to the list of all, if it is not there yet."""
    return (
        str(new_id()),
        folded.subject,
        state.kind,
        str(state.cycle),
        str(folded.audience.value),
        str(promises.setdefault(state.promise, len(promises))),
        str(state.consumed),
        as_text(folded.now),
        *figures(state),
    )


def figures(state: ClockState) -> tuple[str, ...]:
    """What stays as it is while nothing happens, as text. The verdict is kept only once it cannot move any more."""
    is_decided = state.stopped_at is not None and state.state is not State.VOIDED
    return (
        str(state.target_seconds),
        state.state.value,
        as_text(state.opened.at),
        as_text(state.due_at),
        as_text(state.breach_at),
        as_text(state.stopped_at),
        as_text(state.decided_at if is_decided else None),
        state.outcome.value if is_decided else "",
    )
