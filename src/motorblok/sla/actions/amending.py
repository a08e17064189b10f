"""The verbs that bring clocks under another version of their calendar: those that run, and those that are taken up again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.audit.actions import record
from motorblok.audit.models import Audience
from motorblok.audit.queries import signals_of
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import NotFound
from motorblok.sla import events, promises, signals
from motorblok.sla.amendments import Amendment, Moved, Pinned, beginning, moved, pinned_to, versions_of
from motorblok.sla.business_time import Calendar
from motorblok.sla.clocks import refresh_all
from motorblok.sla.folded import Folded, folded_at
from motorblok.sla.holding import hold_still
from motorblok.sla.models import CalendarVersion
from motorblok.sla.successions import successions
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


@transaction.atomic
def amend_reopened(
    subject: str, *, client_id: UUID, audience: Audience, at: datetime, source: str = "app"
) -> None:
    """Let the promises on work that is taken up again go on under the versions of their calendars now in force.

    A clock is pinned to its version while it runs, and amending moves the open ones; none of both holds of one that
    lay closed when a version came. So from the reopening on the version then in force counts, for a further cycle as
    for the same one that goes on; what was counted before stays with the version of before (time before an amendment
    by the old version, after it by the new one). Targets stay those of the agreement's version: nobody promised others.
    To be called after the event of the reopening, in its transaction, before the clocks are refreshed. Three statements
    where no version has come since. Raises what must_accept_work raises.
    """
    must_accept_work(client_id)
    history = signals_of(subject)
    promised = {promise.calendar_version for promise in promises.pinned(history)}
    if promised:
        each = Pinned(subject, audience, clocks=0, history=history)
        for succession in successions(promised, at=at):
            _record(each, succession.version, succession.before, actor=SYSTEM, at=at, source=source)


def _record(
    each: Pinned,
    chosen: CalendarVersion,
    versions: Collection[str],
    *,
    actor: Actor,
    at: datetime,
    source: str = "app",
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
        source=source,
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
