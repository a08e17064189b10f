"""The clocks of a subject, kept equal to its events: folded, cached in one statement, and their alarms armed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.queries import signals_of
from motorblok.board.actions import move
from motorblok.board.alarms import Armed, arm
from motorblok.board.placements import Move
from motorblok.sla.alarming import alarms
from motorblok.sla.caches import Key, keep
from motorblok.sla.calendars import calendar
from motorblok.sla.differences import differing
from motorblok.sla.fold import ClockState
from motorblok.sla.folded import Folded, Urgency, folded_at, most_urgent
from motorblok.sla.histories import histories
from motorblok.sla.holding import hold_still

__all__ = ["Urgency", "recompute", "refresh", "refresh_all"]


def refresh(subject: str, *, client_id: UUID, at: datetime) -> Urgency | None:
    """Bring a subject's clocks up to its events, in the caller's transaction, as they stand at an instant.

    `subject` is its name in the event book of the schema in force. Returns None where no clock runs. Four statements,
    however many clocks and cycles: read the signals, keep the clocks, disarm, arm.
    """
    folded = folded_at(subject, signals_of(subject), at=at)
    if folded is None:
        return None
    _keep_and_arm([folded], client_id=client_id)
    return most_urgent(folded)


def refresh_all(subjects: Collection[str], *, client_id: UUID, at: datetime) -> list[Folded]:
    """Bring the clocks of many subjects up to their events, and their rows on the workboard with them.

    Only while no verb can be half-way: one that has read the events already would write an older figure afterwards.
    Five statements, however many subjects.
    """
    told = (folded_at(subject, history, at=at) for subject, history in histories(subjects))
    found = [folded for folded in told if folded]
    if found:
        _keep_and_arm(found, client_id=client_id)
        move(client_id, list(_moves(found)))
    return found


def recompute(*, client_id: UUID, at: datetime) -> int:
    """Fold every clock of the schema in force again and write what differs; returns how many subjects that concerned.

    Also the alarms and the urgency on the workboard are put right. Five statements where all is well, a dozen where
    not; only then the client's verbs are held up, for the length of the writing.
    """
    subjects = differing(client_id=client_id, at=at)
    if not subjects:
        return 0
    with transaction.atomic():
        return len(refresh_all(subjects, client_id=client_id, at=at)) if hold_still(client_id) else 0


def _keep_and_arm(all_folded: Sequence[Folded], *, client_id: UUID) -> None:
    ids = keep(all_folded)
    states = {
        (folded.subject, state.kind, state.cycle): state for folded in all_folded for state in folded.states
    }
    arm([_armed(clock_id, key, states.get(key)) for key, clock_id in ids.items()], client_id=client_id)


def _armed(clock_id: UUID, key: Key, state: ClockState | None) -> Armed:
    subject, kind, cycle = key
    return Armed(clock_id, cycle, alarms(state, calendars=calendar) if state else (), subject, kind)


def _moves(all_folded: Iterable[Folded]) -> Iterable[Move]:
    for folded in all_folded:
        if task_id := folded.task_id:
            urgency = most_urgent(folded)
            yield Move(task_id=task_id, **(asdict(urgency) if urgency else {}))
