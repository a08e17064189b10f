"""Money that is paid back: proposed by one person, ordered when a second one agrees, and gone when the other side says so."""

from datetime import datetime
from uuid import UUID

from billing.calling import ask
from billing.events import by_hand as events
from billing.events.dunning import REFUND_ORDERED
from billing.finance import must_be_another, must_be_finance
from billing.models import Payment, Refund
from billing.paying_back import decided_already, held_refund, known_refund, tell_refund
from billing.queries.refunds import GOES_BY_TRANSFER, room_of
from billing.reasons import reason_given
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class MoreThanKept(Refused):
    """More was to be paid back than is kept for the client, or than came in by this payment."""

    code = "more-than-kept"


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
        if refund_id and (known := Refund.objects.filter(pk=refund_id).first()):
            if (known.payment_id, known.amount) != (money.pk, amount):
                raise decided_already()
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
        tell_refund(events.REFUND_PROPOSED, found, actor=actor, at=at, private={"reason": because})
    return found


def approve_refund(refund_id: UUID, *, actor: Actor, at: datetime) -> Refund:
    """Agree that money is paid back: its gateway is asked to send it, or a person transfers it. Twice is once.

    It counts when the gateway, or the bank's statement, says that it went. Raises NotAllowed, NotFound, SecondPerson,
    RefundDecided, MoreThanKept where less is left than when it was proposed.
    """
    must_be_finance(actor)
    known = known_refund(refund_id)
    with money_of(known.debtor_id):
        found = held_refund(refund_id)
        if found.state == Refund.State.ORDERED:
            return found
        must_be_another(actor, found.proposed_by)
        _decide(found, Refund.State.ORDERED, actor=actor, at=at)
        _must_be_kept(found.payment, found.amount, but=found)
        if found.payment.gateway not in GOES_BY_TRANSFER:
            _ask(found, at=at)
        gateway = {"gateway": found.payment.gateway}
        tell_refund(REFUND_ORDERED, found, actor=actor, at=at, private={"reason": found.reason}, **gateway)
    return found


def refuse_refund(refund_id: UUID, *, actor: Actor, at: datetime) -> Refund:
    """Not agree to it; whoever proposed it may do this too. Twice is once. Raises NotAllowed, NotFound, RefundDecided."""
    must_be_finance(actor)
    known = known_refund(refund_id)
    with money_of(known.debtor_id):
        found = held_refund(refund_id)
        if found.state != Refund.State.REFUSED:
            _decide(found, Refund.State.REFUSED, actor=actor, at=at)
            tell_refund(events.REFUND_REFUSED, found, actor=actor, at=at)
    return found


def _must_be_kept(money: Payment, amount: int, *, but: Refund | None = None) -> None:
    room = room_of(money.debtor_id, currency=money.currency).of(money, but=but.id if but else None)
    if not 0 < amount <= room:
        raise MoreThanKept(
            "This is more than is kept for the client from this payment; credit the invoice first.",
            "Dit is meer dan er van deze betaling voor de klant wordt bewaard; crediteer eerst de factuur.",
            field="amount",
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


def _decide(found: Refund, state: str, *, actor: Actor, at: datetime) -> None:
    if found.state != Refund.State.PROPOSED:
        raise decided_already()
    is_own = str(actor) == found.proposed_by
    found.state, found.decided_by, found.decided_at = state, "" if is_own else str(actor), at
    found.save(update_fields=["state", "decided_by", "decided_at"])
