"""Sending what gateways are to be asked: after the commit that asks for it, and again until it is answered."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.events import gateways as events
from billing.finance import must_be_finance
from billing.gateways.choosing import GatewayClosed
from billing.gateways.port import GatewayAway, NotYet
from billing.models import GatewayCall
from billing.operations import carry_out
from billing.waiting import LEASE, NOT_YET, NOT_YET_FOR, TRIES, later
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError, NotFound

State = GatewayCall.State
logger = logging.getLogger(__name__)


def send(call_id: UUID, *, at: datetime) -> str:
    """Ask a gateway for what is written down; returns what became of it, "" where it is somebody else's turn.

    Nothing is held while the gateway thinks. Broken off anywhere, it is sent again with the same key, which every
    gateway takes for the same: also long after, when it finds what was made by the marks on it. Sums that differ, and
    whatever is refused, are for a person: they are not tried again by themselves.
    """
    with schema.entered(schema.PUBLIC):
        call = _claimed(call_id, at=at)
        if call is None:
            return ""
        try:
            answer = carry_out(call, at=at)
        except NotYet as error:
            return _not_yet(call, error, at=at)
        except (GatewayAway, GatewayClosed) as error:
            return _postponed(call, error, at=at)
        except DomainError as error:
            return _stuck(call, error, at=at)
        except Exception as error:
            logger.exception("%s could not be asked for %s", call.gateway, call.operation)
            return _postponed(call, error, at=at)
        GatewayCall.objects.filter(id=call.id).update(state=State.DONE, answer=answer, error="")
        return str(State.DONE)


def retry_call(call_id: UUID, *, actor: Actor, at: datetime) -> GatewayCall:
    """Let something that is stuck be sent again, with the same key. Raises NotFound, NotAllowed."""
    must_be_finance(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        call: GatewayCall | None = GatewayCall.objects.select_for_update().filter(id=call_id).first()
        if call is None:
            raise NotFound
        if call.state == State.STUCK:
            call.state, call.attempts, call.next_at, call.made_at = State.PENDING, 0, at, at
            call.save(update_fields=["state", "attempts", "next_at", "made_at"])
            _tell(events.CALL_RETRIED, call, actor=actor, at=at)
        return call


def _claimed(call_id: UUID, *, at: datetime) -> GatewayCall | None:
    with transaction.atomic():
        waiting = GatewayCall.objects.filter(id=call_id, state=State.PENDING, next_at__lte=at)
        call: GatewayCall | None = (
            waiting.select_for_update(of=("self",), skip_locked=True).select_related("debtor").first()
        )
        if call:
            call.attempts, call.next_at = call.attempts + 1, at + LEASE
            call.first_sent_at = call.first_sent_at or at
            call.save(update_fields=["attempts", "next_at", "first_sent_at"])
    return call


def _not_yet(call: GatewayCall, error: Exception, *, at: datetime) -> str:
    """What it waits for comes with the gateway's next period: that is no failure, unless it never comes."""
    if at - call.made_at > NOT_YET_FOR:
        return _stuck(call, error, at=at)
    waiting = GatewayCall.objects.filter(id=call.id, state=State.PENDING)
    waiting.update(next_at=at + NOT_YET, error=_said(error), attempts=0)
    return str(State.PENDING)


def _postponed(call: GatewayCall, error: Exception, *, at: datetime) -> str:
    if call.attempts >= TRIES:
        return _stuck(call, error, at=at)
    waiting = GatewayCall.objects.filter(id=call.id, state=State.PENDING)
    waiting.update(next_at=later(call.attempts, at=at), error=_said(error))
    return str(State.PENDING)


def _stuck(call: GatewayCall, error: Exception, *, at: datetime) -> str:
    with transaction.atomic():
        waiting = GatewayCall.objects.filter(id=call.id, state=State.PENDING)
        if waiting.update(state=State.STUCK, error=_said(error)):
            _tell(events.CALL_STUCK, call, actor=SYSTEM, at=at, reason=_said(error))
    return str(State.STUCK)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _tell(kind: Kind, call: GatewayCall, *, actor: Actor, at: datetime, reason: str = "") -> None:
    facts = {"gateway": call.gateway, "operation": call.operation, "key": call.key}
    if reason:
        facts["reason"] = reason[:300]
    record(kind, subject=f"call:{call.id}", actor=actor, at=at, facts=facts)
