"""Money that is paid back: ordered here, and written down when the gateway says that it went."""

from datetime import datetime
from uuid import UUID

from billing.calling import ask
from billing.events import dunning as events
from billing.finance import must_be_finance
from billing.models import GatewayCall, Payment
from billing.queries.refunds import can_go_back, from_balance
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class MoreThanKept(Refused):
    """More was to be paid back than is kept for the client, or than came in by this payment."""

    code = "more-than-kept"


def refund(
    payment_id: UUID, *, refund_id: UUID, amount: int, reason: str, actor: Actor, at: datetime
) -> None:
    """Order that money which is kept for a client be paid back by the way it came, in minor units.

    `refund_id` is the caller's: the same again is ordered once. It counts when the gateway says that it went. Raises
    NotAllowed, NotFound, MoreThanKept.
    """
    must_be_finance(actor)
    with schema.entered(schema.PUBLIC):
        money = Payment.objects.filter(pk=payment_id).first()
    if money is None:
        raise NotFound
    with money_of(money.debtor_id):
        room = can_go_back(money, but=refund_id)
        if not 0 < amount <= room:
            raise MoreThanKept(
                "This is more than is kept for the client from this payment; credit the invoice first.",
                "Dit is meer dan er van deze betaling voor de klant wordt bewaard; crediteer eerst de factuur.",
                field="amount",
            )
        facts = {"amount": str(amount), "currency": money.currency}
        payload = {
            **facts,
            "refund_id": str(refund_id),
            "payment": money.external_id,
            "from_balance": str(from_balance(money, amount)),
        }
        key = f"refund:{refund_id}:v1"
        if not GatewayCall.objects.filter(key=key).exists():
            ask(money.gateway, "refund", key=key, debtor_id=money.debtor_id, payload=payload, at=at)
            told = facts | {"gateway": money.gateway}
            subject, private = f"payment:{money.pk}", {"reason": reason}
            record(events.REFUND_ORDERED, subject=subject, actor=actor, at=at, facts=told, private=private)
