"""What gateways tell us: stored once as it came, worked off later, set aside where a person must look."""

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from billing.actions.syncing import sync
from billing.events import gateways as events
from billing.finance import must_be_finance
from billing.gateways.choosing import gateway
from billing.gateways.port import GatewayAway, Malformed, Notice
from billing.linking import UnknownObject
from billing.models import InboundEvent
from billing.waiting import LEASE, TRIES, UNKNOWN, later
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError, NotFound

State = InboundEvent.State
WAITING = (State.RECEIVED, State.FAILED)
NOT_OURS = gettext_noop(
    "It was written in another version than we read, or for another world (live or test)."
)
logger = logging.getLogger(__name__)


def take_in(gateway_name: str, *, body: bytes, headers: Mapping[str, str], at: datetime) -> bool:
    """Store a message whose signature holds; returns whether it is new. One that is not believed is not kept.

    Raises GatewayClosed, BadSignature, TooOld, Malformed.
    """
    notice = gateway(gateway_name).read_notice(body, headers, at=at)
    row = _row(gateway_name, notice, body=body, at=at)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        InboundEvent.objects.bulk_create([row], ignore_conflicts=True)
        is_new = InboundEvent.objects.filter(id=row.id).exists()
        if is_new and row.state == State.PARKED:
            _tell(events.NOTICE_PARKED, row, actor=SYSTEM, at=at, reason=row.error)
    return is_new


def work_off(event_id: UUID, *, at: datetime) -> str:
    """Look at what a message is about; returns what became of it, "" where it is somebody else's turn.

    It may be done by any number at once, and be broken off anywhere: what follows is done once.
    """
    with schema.entered(schema.PUBLIC):
        event = _claimed(event_id, at=at)
        if event is None:
            return ""
        told = _told_of_the_same(event)
        try:
            if event.about:
                sync(event.gateway, event.about, event.object_id, at=at)  # type: ignore[arg-type]  # a Kind
        except UnknownObject as error:
            return _postponed(event, error, tries=len(UNKNOWN), at=at)
        except GatewayAway as error:
            return _postponed(event, error, tries=TRIES, at=at)
        except DomainError as error:
            return _parked(event, str(error) or error.code, at=at)
        except Exception as error:
            logger.exception("What %s told of %s could not be worked off", event.gateway, event.object_id)
            return _postponed(event, error, tries=TRIES, at=at)
        return _done(told, at=at)


def retry_notice(event_id: UUID, *, actor: Actor, at: datetime) -> InboundEvent:
    """Let a message that was set aside be tried again from the start. Raises NotFound, NotAllowed."""
    must_be_finance(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        event = _set_aside(event_id)
        if event.state == State.PARKED:
            event.state, event.attempts, event.next_at = State.RECEIVED, 0, at
            event.save(update_fields=["state", "attempts", "next_at"])
            _tell(events.NOTICE_RETRIED, event, actor=actor, at=at)
        return event


def ignore_notice(event_id: UUID, *, reason: str, actor: Actor, at: datetime) -> InboundEvent:
    """Say that a message that was set aside needs no more doing. Raises NotFound, NotAllowed."""
    must_be_finance(actor)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        event = _set_aside(event_id)
        if event.state == State.PARKED:
            event.state, event.done_at = State.IGNORED, at
            event.save(update_fields=["state", "done_at"])
            _tell(events.NOTICE_IGNORED, event, actor=actor, at=at, private={"reason": reason})
        return event


def _row(gateway_name: str, notice: Notice, *, body: bytes, at: datetime) -> InboundEvent:
    texts = (notice.external_id, notice.kind, notice.object_id, notice.api_version)
    if not notice.external_id or any("\x00" in text for text in texts) or max(map(len, texts)) > 100:
        raise Malformed
    state = State.RECEIVED if notice.about else State.IGNORED
    return InboundEvent(
        gateway=gateway_name,
        external_id=notice.external_id,
        kind=notice.kind,
        about=notice.about,
        object_id=notice.object_id,
        api_version=notice.api_version[:40],
        livemode=notice.livemode,
        body=body,
        state=state if notice.matches else State.PARKED,
        error="" if notice.matches else NOT_OURS,
        next_at=at,
        received_at=at,
    )


def _claimed(event_id: UUID, *, at: datetime) -> InboundEvent | None:
    with transaction.atomic():
        waiting = InboundEvent.objects.filter(id=event_id, state__in=WAITING, next_at__lte=at)
        event: InboundEvent | None = waiting.select_for_update(skip_locked=True).first()
        if event:
            event.attempts, event.next_at = event.attempts + 1, at + LEASE
            event.save(update_fields=["attempts", "next_at"])
    return event


def _told_of_the_same(event: InboundEvent) -> list[UUID]:
    """All that is stored about an object before it is looked at; by what is there, for clocks of two machines differ."""
    same = InboundEvent.objects.filter(
        gateway=event.gateway, about=event.about, object_id=event.object_id, state__in=WAITING
    )
    return [event.id, *same.values_list("id", flat=True)]


def _done(told: list[UUID], *, at: datetime) -> str:
    """Done is all that was told of an object before it was looked at."""
    waiting = InboundEvent.objects.filter(id__in=told, state__in=WAITING)
    waiting.update(state=State.DONE, done_at=at, error="")
    return str(State.DONE)


def _postponed(event: InboundEvent, error: Exception, *, tries: int, at: datetime) -> str:
    if event.attempts > tries:
        return _parked(event, _said(error), at=at)
    is_unknown = isinstance(error, UnknownObject)
    next_at = at + UNKNOWN[event.attempts - 1] if is_unknown else later(event.attempts, at=at)
    InboundEvent.objects.filter(id=event.id, state__in=WAITING).update(
        state=State.FAILED, next_at=next_at, error=_said(error)
    )
    return str(State.FAILED)


def _parked(event: InboundEvent, reason: str, *, at: datetime) -> str:
    with transaction.atomic():
        parked = InboundEvent.objects.filter(id=event.id, state__in=WAITING)
        if parked.update(state=State.PARKED, error=reason):
            _tell(events.NOTICE_PARKED, event, actor=SYSTEM, at=at, reason=reason)
    return str(State.PARKED)


def _said(error: Exception) -> str:
    return str(error) or str(getattr(error, "code", "")) or type(error).__name__


def _set_aside(event_id: UUID) -> InboundEvent:
    event: InboundEvent | None = InboundEvent.objects.select_for_update().filter(id=event_id).first()
    if event is None:
        raise NotFound
    return event


def _tell(
    kind: Kind,
    event: InboundEvent,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    private: Mapping[str, str] | None = None,
) -> None:
    facts = {"gateway": event.gateway, "kind": event.kind, "object": event.object_id}
    if reason:
        facts["reason"] = reason[:300]
    record(kind, subject=f"notice:{event.id}", actor=actor, at=at, facts=facts, private=dict(private or {}))
