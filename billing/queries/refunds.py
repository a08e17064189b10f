"""How much of a payment can go back: what is kept for its debtor, less what was ordered and has not gone yet."""

from uuid import UUID

from billing.models import GatewayCall, Payment
from billing.settling import kept_for, unused_notes


def can_go_back(money: Payment, *, but: UUID | None = None) -> int:
    """Minor units; `but` leaves out one refund, which may be ordered again."""
    kept = kept_for(money.debtor_id, currency=money.currency)
    notes = unused_notes(money.debtor_id, currency=money.currency)
    free = kept + sum(-note.owed for note in notes)
    asked = _asked(money, but)
    of_this = sum(
        int(call.payload["amount"]) for call in asked if call.payload["payment"] == money.external_id
    )
    gone = set(
        Payment.objects.filter(debtor=money.debtor_id, amount__lt=0).values_list("external_id", flat=True)
    )
    waiting = [call for call in asked if call.answer.get("refund") not in gone]
    return max(0, min(money.amount - of_this, free - sum(int(call.payload["amount"]) for call in waiting)))


def from_balance(money: Payment, amount: int) -> int:
    """What of a refund unused credit notes pay for, less what refunds that have not gone yet take of them; minor units.

    The gateway keeps it on its balance until then.
    """
    notes = unused_notes(money.debtor_id, currency=money.currency).filter(gateway=money.gateway)
    gone = Payment.objects.filter(debtor=money.debtor_id, amount__lt=0).values_list("external_id", flat=True)
    waiting = [call for call in _asked(money, None) if call.answer.get("refund") not in set(gone)]
    taken = sum(int(call.payload.get("from_balance", 0)) for call in waiting)
    return max(0, min(amount, sum(-note.owed for note in notes) - taken))


def _asked(money: Payment, but: UUID | None) -> list[GatewayCall]:
    calls = GatewayCall.objects.filter(debtor=money.debtor_id, operation="refund")
    ours = (call for call in calls if call.payload["currency"] == money.currency)
    return [call for call in ours if call.payload["refund_id"] != str(but)]
