"""Money that is paid back: proposed by one person, ordered when a second one agrees, and gone when the other side says so."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.booking import book
from billing.calling import ask
from billing.events import by_hand as events
from billing.events.dunning import REFUND_ORDERED
from billing.finance import must_be_another, must_be_finance
from billing.models import Payment, Refund, StatementEntry
from billing.queries.refunds import GOES_BY_TRANSFER, room_of
from billing.reasons import reason_given
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class MoreThanKept(Refused):
    """More was to be paid back than is kept for the client, or than came in by this payment."""

    code = "more-than-kept"


class RefundDecided(Refused):
    """Somebody decided about it meanwhile."""

    code = "refund-decided"
    status = 409


class OtherTransfer(Refused):
    """The transfer is not this refund: another sum, another account, or it is matched already."""

    code = "other-transfer"
    status = 409


def propose_refund(
    payment_id: UUID, *, amount: int, reason: str, actor: Actor, at: datetime, refund_id: UUID | None = None
) -> Refund:
    """Propose that money which is kept for a client be paid back by the way it came, in minor units, for a reason.

    `refund_id` is the caller's, if it has one: the same again is proposed once. Raises NotAllowed, NotFound,
    NoReasonGiven, MoreThanKept.
    """
    must_be_finance(actor)
    because, money = reason_given(reason), _payment(payment_id)
    with money_of(money.debtor_id):
        if refund_id and (known := Refund.objects.filter(pk=refund_id, payment=money).first()):
            return known
        _must_be_kept(money, amount)
        named = {"id": refund_id} if refund_id else {}
        found = Refund.objects.create(
            debtor_id=money.debtor_id,
            payment=money,
            amount=amount,
            reason=because,
            proposed_by=str(actor),
            proposed_at=at,
            **named,
        )
        _tell(events.REFUND_PROPOSED, found, actor=actor, at=at, private={"reason": because})
    return found


def approve_refund(refund_id: UUID, *, actor: Actor, at: datetime) -> Refund:
    """Agree that money is paid back: its gateway is asked to send it, or a person transfers it. Twice is once.

    It counts when the gateway, or the bank's statement, says that it went. Raises NotAllowed, NotFound, SecondPerson,
    RefundDecided, MoreThanKept where less is left than when it was proposed.
    """
    must_be_finance(actor)
    known = _refund(refund_id)
    with money_of(known.debtor_id):
        found = _held(refund_id)
        if found.state == Refund.State.ORDERED:
            return found
        must_be_another(actor, found.proposed_by)
        _decide(found, Refund.State.ORDERED, actor=actor, at=at)
        _must_be_kept(found.payment, found.amount, but=found)
        if found.payment.gateway not in GOES_BY_TRANSFER:
            _ask(found, at=at)
        gateway = {"gateway": found.payment.gateway}
        _tell(REFUND_ORDERED, found, actor=actor, at=at, private={"reason": found.reason}, **gateway)
    return found


def refuse_refund(refund_id: UUID, *, actor: Actor, at: datetime) -> Refund:
    """Not agree to it; whoever proposed it may do this too. Twice is once. Raises NotAllowed, NotFound, RefundDecided."""
    must_be_finance(actor)
    known = _refund(refund_id)
    with money_of(known.debtor_id):
        found = _held(refund_id)
        if found.state != Refund.State.REFUSED:
            _decide(found, Refund.State.REFUSED, actor=actor, at=at)
            _tell(events.REFUND_REFUSED, found, actor=actor, at=at)
    return found


def match_refund(refund_id: UUID, *, entry_id: UUID, actor: Actor, at: datetime) -> Refund:
    """Say that a transfer which went out is an ordered refund: it is written down, and taken from what is kept.

    Twice is once. Raises NotAllowed, NotFound, RefundDecided, OtherTransfer.
    """
    must_be_finance(actor)
    known = _refund(refund_id)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        entry = StatementEntry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
        if entry is None:
            raise NotFound
        with money_of(known.debtor_id) as debtor:
            found = _held(refund_id)
            if found.returned_id and found.returned_id == entry.payment_id:
                return found
            _must_be_its_transfer(found, entry)
            book(entry, debtor, [], actor=actor, at=at)
            found.returned = entry.payment
            found.save(update_fields=["returned"])
            _tell(events.REFUND_WENT, found, actor=actor, at=at)
    return found


def _must_be_kept(money: Payment, amount: int, *, but: Refund | None = None) -> None:
    room = room_of(money.debtor_id, currency=money.currency).of(money, but=but.id if but else None)
    if not 0 < amount <= room:
        raise MoreThanKept(
            "This is more than is kept for the client from this payment; credit the invoice first.",
            "Dit is meer dan er van deze betaling voor de klant wordt bewaard; crediteer eerst de factuur.",
            field="amount",
        )


def _must_be_its_transfer(found: Refund, entry: StatementEntry) -> None:
    if found.state != Refund.State.ORDERED or found.payment.gateway not in GOES_BY_TRANSFER:
        raise _decided()
    owner = found.debtor.legal_entity_id
    same = (entry.amount, entry.currency, entry.legal_entity_id) == (
        -found.amount,
        found.payment.currency,
        owner,
    )
    if entry.state != StatementEntry.State.OPEN or not same:
        raise OtherTransfer(
            "This transfer is not this refund: the sum or the account differs, or it is matched already.",
            "Deze overboeking is niet deze terugbetaling: het bedrag of de rekening wijkt af, of ze is al gekoppeld.",
        )


def _ask(found: Refund, *, at: datetime) -> None:
    money = found.payment
    taken = room_of(money.debtor_id, currency=money.currency).from_balance(money, found.amount)
    payload = {
        "amount": str(found.amount),
        "currency": money.currency,
        "refund_id": str(found.pk),
        "payment": money.external_id,
        "from_balance": str(taken),
    }
    ask(money.gateway, "refund", key=found.call_key, debtor_id=money.debtor_id, payload=payload, at=at)


def _payment(payment_id: UUID) -> Payment:
    with schema.entered(schema.PUBLIC):
        money = Payment.objects.filter(pk=payment_id, amount__gt=0).first()
    if money is None:
        raise NotFound
    return money


def _refund(refund_id: UUID) -> Refund:
    with schema.entered(schema.PUBLIC):
        found = Refund.objects.filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def _held(refund_id: UUID) -> Refund:
    of = Refund.objects.select_for_update(of=("self",)).select_related("payment", "debtor")
    found: Refund = of.get(pk=refund_id)
    return found


def _decide(found: Refund, state: str, *, actor: Actor, at: datetime) -> None:
    if found.state != Refund.State.PROPOSED:
        raise _decided()
    is_own = str(actor) == found.proposed_by
    found.state, found.decided_by, found.decided_at = state, "" if is_own else str(actor), at
    found.save(update_fields=["state", "decided_by", "decided_at"])


def _decided() -> RefundDecided:
    return RefundDecided(
        "This refund was decided about already; look again.",
        "Over deze terugbetaling is al besloten; kijk opnieuw.",
    )


def _tell(
    kind: Kind,
    found: Refund,
    *,
    actor: Actor,
    at: datetime,
    private: dict[str, str] | None = None,
    **more: str,
) -> None:
    facts = {"amount": str(found.amount), "currency": found.payment.currency} | more
    subject = f"payment:{found.payment_id}"
    record(kind, subject=subject, actor=actor, at=at, facts=facts, private=private or {})
