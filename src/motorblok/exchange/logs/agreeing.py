"""Agrees the map's terms with a client: its calendar, confirmed by whoever imports, and its agreement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from motorblok.exchange.logs.terms import Line, Terms
from motorblok.kernel.actors import Actor
from motorblok.sla.actions import confirm_calendar, create_agreement, create_calendar


def agree(terms: Terms, *, actor: Actor, at: datetime) -> UUID:
    """Draw up and confirm the calendar, then the agreement, in the caller's transaction; returns the agreement's id.

    Raises what the actions of sla raise.
    """
    draft = create_calendar(
        name=terms.calendar_name,
        content=terms.calendar,
        effective_on=terms.effective_on,
        holidays=terms.holidays,
        actor=actor,
        at=at,
    )
    closed = {holiday.on for holiday in terms.holidays}
    confirm_calendar(draft.calendar_id, holidays=closed, actor=actor, at=at)
    lines = [_content(line, draft.calendar_id) for line in terms.lines]
    version = create_agreement(
        name=terms.agreement_name,
        content={"lines": lines, "warn": list(terms.warn), **terms.clauses},
        effective_at=terms.effective_at,
        actor=actor,
        at=at,
    )
    return version.agreement_id


def _content(line: Line, calendar_id: UUID) -> dict[str, Any]:
    return {**line.names, "calendar": str(calendar_id), "targets": dict(line.targets)}
