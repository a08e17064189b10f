"""Which clocks differ from what their events say: in their figures, in their alarms, or in their place on the workboard."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motorblok.board.models import Alarm, Fired, Row
from motorblok.sla.alarming import alarms
from motorblok.sla.caches import figures
from motorblok.sla.calendars import calendar
from motorblok.sla.fold import ClockState, State, Stretch
from motorblok.sla.folded import Folded, folded_at, most_urgent
from motorblok.sla.histories import histories
from motorblok.sla.models import Clock

FIGURES = (
    "target_seconds", "state", "started_at", "due_at", "breach_at", "stopped_at", "decided_at", "outcome",
)  # fmt: skip
SHOWN = ("urgent_at", "due_at", "target_kind", "target_seconds")
Kept = dict[tuple[str, int], dict[str, Any]]
Raised = set[tuple[str, datetime]]


def differing(*, client_id: UUID, at: datetime) -> list[str]:
    """The subjects of the schema in force whose clocks are not what folding their events gives. Five statements."""
    kept = _kept()
    ids = [row["id"] for rows in kept.values() for row in rows.values()]
    armed, fired = _by_clock(Alarm, ids), _by_clock(Fired, ids)
    shown = _shown(client_id)
    found = []
    for subject, history in histories():
        folded = folded_at(subject, history, at=at)
        if folded and not _is_kept(folded, kept.get(subject, {}), armed, fired, shown):
            found.append(subject)
    return found


def _kept() -> Mapping[str, Kept]:
    rows: dict[str, Kept] = defaultdict(dict)
    wanted = ("id", "subject", "kind", "cycle", "promise", "consumed_seconds", "refreshed_at", *FIGURES)
    for row in Clock.objects.values(*wanted).iterator():
        rows[row["subject"]][row["kind"], row["cycle"]] = row
    return rows


def _by_clock(model: type[Alarm] | type[Fired], ids: Sequence[UUID]) -> Mapping[UUID, Raised]:
    found: dict[UUID, Raised] = defaultdict(set)
    for clock_id, kind, fire_at in model.objects.filter(clock_id__in=ids).values_list(
        "clock_id", "kind", "fire_at"
    ):
        found[clock_id].add((kind, fire_at))
    return found


def _shown(client_id: UUID) -> Mapping[UUID, tuple[Any, ...]]:
    rows = Row.objects.filter(client_id=client_id, closed_at=None)
    return {row[0]: row[1:] for row in rows.values_list("task_id", *SHOWN)}


def _is_kept(
    folded: Folded,
    kept: Kept,
    armed: Mapping[UUID, Raised],
    fired: Mapping[UUID, Raised],
    shown: Mapping[UUID, tuple[Any, ...]],
) -> bool:
    states = {(state.kind, state.cycle): state for state in folded.states}
    forgotten = (row for key, row in kept.items() if key not in states)
    return (
        all(key in kept and _is_equal(state, kept[key]) for key, state in states.items())
        and all(row["state"] == State.VOIDED and row["id"] not in armed for row in forgotten)
        and all(_is_armed(state, kept[key]["id"], armed, fired) for key, state in states.items())
        and _is_shown(folded, shown)
    )


def _is_equal(state: ClockState, row: Mapping[str, Any]) -> bool:
    """What a running clock had used by when it was refreshed is compared for that instant."""
    wanted = figures(state)
    return (
        all(row[name] == wanted[name] for name in FIGURES)
        and row["consumed_seconds"] == _consumed_at(state, row["refreshed_at"])
        and row["promise"] == state.promise.as_fact()
    )


def _consumed_at(state: ClockState, at: datetime) -> int:
    for segment in reversed(state.segments):
        if segment.start_at <= at:
            if segment.kind is not Stretch.RUNNING or at >= segment.end_at:
                return segment.total
            return segment.total - calendar(segment.calendar_version).elapsed(at, segment.end_at)
    return 0


def _is_armed(
    state: ClockState, clock_id: UUID, armed: Mapping[UUID, Raised], fired: Mapping[UUID, Raised]
) -> bool:
    gone = {kind for kind, _at in fired.get(clock_id, ())}
    wanted = {(due.kind, due.at) for due in alarms(state, calendars=calendar) if due.kind not in gone}
    return wanted == {each for each in armed.get(clock_id, ()) if each[0] not in gone}


def _is_shown(folded: Folded, shown: Mapping[UUID, tuple[Any, ...]]) -> bool:
    row = shown.get(folded.task_id) if folded.task_id else None
    if row is None:
        return True
    urgency = most_urgent(folded)
    wanted = tuple(getattr(urgency, name) for name in SHOWN) if urgency else (None, None, "", None)
    return row == wanted
