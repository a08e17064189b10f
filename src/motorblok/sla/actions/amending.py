"""The verb that brings clocks that run under another version of their calendar."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from motorblok.sla import events, signals
from motorblok.sla.amendments import Amendment, Moved, Pinned, beginning, moved, pinned_to, versions_of
from motorblok.sla.business_time import Calendar
from motorblok.sla.clocks import refresh_all
from motorblok.sla.folded import Folded, folded_at
from motorblok.sla.holding import hold_still
from motorblok.sla.models import CalendarVersion
from tenants.actions import must_accept_work


@transaction.atomic
def amend_open_clocks(
    calendar_id: UUID, *, version: UUID, client_id: UUID, actor: Actor, at: datetime
) -> Amendment:
    """Let every open clock that is pinned to another version of this calendar go on under `version`, a confirmed one.

    What it counted so far, and counts until the first day of the version, stays with the version of before. One event
    a task; doing it again finds nothing more to do. Raises NotFound, and what must_accept_work raises.
    """
    hold_still(client_id)
    must_accept_work(client_id)
    versions = versions_of(calendar_id)
    chosen = versions.pop(str(version), None)
    if chosen is None:
        raise NotFound
    found = pinned_to(versions)
    for each in found:
        _record(each, chosen, versions, actor=actor, at=at)
    after = refresh_all([each.subject for each in found], client_id=client_id, at=at)
    return Amendment(sum(each.clocks for each in found), len(found), tuple(_moved(found, after)))


def _record(
    each: Pinned, chosen: CalendarVersion, versions: dict[str, CalendarVersion], *, actor: Actor, at: datetime
) -> None:
    begins_at = beginning(chosen.effective_on, Calendar(chosen.content).timezone)
    record(
        events.CLOCKS_AMENDED,
        subject=each.subject,
        actor=actor,
        at=max(at, *(signal.at for signal in each.history)),
        facts={
            "calendar": str(chosen.calendar_id),
            "name": chosen.calendar.name,
            "number": chosen.number,
            **each.facts(versions, version=str(chosen.id), begins_at=begins_at),
        },
        signals=[signals.AMENDED],
        audience=each.audience,
    )


def _moved(found: Sequence[Pinned], after: Sequence[Folded]) -> list[Moved]:
    states = {folded.subject: folded for folded in after}
    moves: list[Moved] = []
    for each in found:
        now_folded = states[each.subject]
        before = folded_at(each.subject, each.history, at=now_folded.now)
        moves += moved(each.subject, before=before.states if before else (), after=now_folded.states)
    return moves
