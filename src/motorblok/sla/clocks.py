"""The clocks of a subject, kept equal to its events: folded, cached in one statement, and their alarms armed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.queries import signals_of
from motorblok.board.actions import move
from motorblok.board.alarms import Armed, arm
from motorblok.board.placements import Move
from motorblok.sla.alarming import alarms
from motorblok.sla.caches import Kept, keep
from motorblok.sla.calendars import calendar
from motorblok.sla.differences import differing
from motorblok.sla.fold import ClockState
from motorblok.sla.folded import Folded, Urgency, folded_at, most_urgent
from motorblok.sla.histories import histories, lengths
from motorblok.sla.holding import hold_still

__all__ = ["Urgency", "recompute", "refresh", "refresh_all"]

URGENCY = tuple(field.name for field in fields(Urgency))


def refresh(subject: str, *, client_id: UUID, at: datetime) -> Urgency | None:
    """Bring a subject's clocks up to its events, in the caller's transaction, as they stand at an instant.

    `subject` is its name in the event book of the schema in force. Returns None where no clock presses. Four statements,
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
    found = _folded(subjects, at=at)
    _show(found, client_id=client_id)
    return found


def recompute(*, client_id: UUID, at: datetime) -> int:
    """Fold every clock of the schema in force again and write what differs; returns how many subjects that concerned.

    Also the alarms and the urgency on the workboard are put right. Five statements where all is well, a dozen where
    not; only then the client's verbs are held up, for the length of the writing.
    """
    found = differing(client_id=client_id, at=at)
    if not found:
        return 0
    with transaction.atomic():
        if not hold_still(client_id):
            return 0
        _show(_up_to_date(found, at=at), client_id=client_id)
    return len(found)


def _folded(subjects: Collection[str], *, at: datetime) -> list[Folded]:
    told = (folded_at(subject, history, at=at) for subject, history in histories(subjects))
    return [folded for folded in told if folded]


def _up_to_date(found: Sequence[Folded], *, at: datetime) -> list[Folded]:
    """The same, folded again where a verb had its say in the meantime."""
    heard = lengths([folded.subject for folded in found])
    moved_on = [folded.subject for folded in found if folded.heard != heard[folded.subject]]
    as_they_were = [folded for folded in found if folded.heard == heard[folded.subject]]
    return as_they_were + (_folded(moved_on, at=at) if moved_on else [])


def _show(all_folded: Sequence[Folded], *, client_id: UUID) -> None:
    if all_folded:
        _keep_and_arm(all_folded, client_id=client_id)
        move(client_id, list(_moves(all_folded)))


def _keep_and_arm(all_folded: Sequence[Folded], *, client_id: UUID) -> None:
    states = {
        (folded.subject, state.kind, state.cycle): state for folded in all_folded for state in folded.states
    }
    arm([_armed(kept, states.get(kept.key)) for kept in keep(all_folded)], client_id=client_id)


def _armed(kept: Kept, state: ClockState | None) -> Armed:
    subject, kind, cycle = kept.key
    dues = alarms(state, calendars=calendar) if state else ()
    return Armed(kept.id, cycle, dues, subject, kind, kept.is_new)


def _moves(all_folded: Iterable[Folded]) -> Iterable[Move]:
    for folded in all_folded:
        if task_id := folded.task_id:
            urgency = most_urgent(folded)
            known = {name: getattr(urgency, name) for name in URGENCY} if urgency else {}
            yield Move(task_id=task_id, **known)
