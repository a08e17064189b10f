"""Letting a client go: its archive, and the erasure on which two people agree a month before it happens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from billing.archives import archive
from billing.erasing import NothingProposed, must_be_billed_out
from billing.events import life as events
from billing.finance import must_be_another, must_be_finance
from billing.lives import Cause, after
from billing.living import move
from billing.models import Debtor, Farewell, Life
from billing.periods import day_of
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor

NOTICE = timedelta(days=30)
NOT_PROPOSED: Mapping[str, Any] = {
    "proposed_by": "",
    "proposed_at": None,
    "not_before_on": None,
    "confirmed_by": "",
    "confirmed_at": None,
}
"""A farewell about whose erasure nobody has said anything."""


def make_archive(client_id: UUID, *, actor: Actor, at: datetime) -> Farewell:
    """Make the archive of a client whose subscription has ended, in place of an earlier one. Nothing of it is deleted.

    What was agreed about its erasure before it subscribed again holds no longer. Raises NotAllowed, NotFound,
    NoSuchMove, and what `paper_of` raises.
    """
    must_be_finance(actor)
    with money_of(client_id, and_client=True) as debtor:
        after(debtor.life, Cause.ARCHIVED)
        content = archive(debtor, at=at)
        digest = sha256(content).hexdigest()
        kept = {"archive": content, "archive_sha256": digest, "archived_at": at}
        made, _ = Farewell.objects.update_or_create(
            debtor=debtor, defaults=kept if debtor.life == Life.EXPORTED else {**kept, **NOT_PROPOSED}
        )
        _tell(events.ARCHIVED, debtor, actor=actor, at=at, sha256=digest, size=str(len(content)))
        move(debtor, Cause.ARCHIVED, actor=actor, at=at)
    return made


def propose_erasure(client_id: UUID, *, actor: Actor, at: datetime) -> Farewell:
    """Propose to erase a client that has its archive, in a month at the earliest. Twice is once.

    Raises NotAllowed, NotFound, NoSuchMove, StillToBill.
    """
    must_be_finance(actor)
    with money_of(client_id) as debtor:
        after(debtor.life, Cause.ERASED)
        must_be_billed_out(debtor)
        found = Farewell.objects.select_for_update().get(debtor=debtor)
        if not found.proposed_by:
            found.proposed_by, found.proposed_at = str(actor), at
            found.not_before_on = day_of(at, zone=debtor.time_zone) + NOTICE
            found.save(update_fields=["proposed_by", "proposed_at", "not_before_on"])
            _tell(
                events.ERASURE_PROPOSED,
                debtor,
                actor=actor,
                at=at,
                not_before_on=found.not_before_on.isoformat(),
            )
    return found


def withdraw_erasure(client_id: UUID, *, actor: Actor, at: datetime) -> Farewell:
    """Not erase a client after all, also when it was agreed on already. Twice is once. Raises NotAllowed, NotFound, NoSuchMove."""
    must_be_finance(actor)
    with money_of(client_id) as debtor:
        after(debtor.life, Cause.ERASED)
        found = Farewell.objects.select_for_update().get(debtor=debtor)
        if found.proposed_by:
            for name, value in NOT_PROPOSED.items():
                setattr(found, name, value)
            found.save(update_fields=list(NOT_PROPOSED))
            _tell(events.ERASURE_WITHDRAWN, debtor, actor=actor, at=at)
    return found


def confirm_erasure(client_id: UUID, *, actor: Actor, at: datetime) -> Farewell:
    """Agree to what somebody else proposed: it happens by itself once its day has come. Twice is once.

    Raises NotAllowed, NotFound, NoSuchMove, SecondPerson, NothingProposed.
    """
    must_be_finance(actor)
    with money_of(client_id) as debtor:
        after(debtor.life, Cause.ERASED)
        found = Farewell.objects.select_for_update().get(debtor=debtor)
        if not found.proposed_by or found.not_before_on is None:
            raise NothingProposed("Nobody has proposed to erase it.", "Niemand heeft voorgesteld te wissen.")
        must_be_another(actor, found.proposed_by)
        if not found.confirmed_by:
            found.confirmed_by, found.confirmed_at = str(actor), at
            found.save(update_fields=["confirmed_by", "confirmed_at"])
            day = found.not_before_on.isoformat()
            _tell(events.ERASURE_CONFIRMED, debtor, actor=actor, at=at, not_before_on=day)
    return found


def _tell(kind: Kind, debtor: Debtor, *, actor: Actor, at: datetime, **facts: str) -> None:
    record(kind, subject=f"client:{debtor.pk}", actor=actor, at=at, facts=facts)
