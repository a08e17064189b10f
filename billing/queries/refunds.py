"""How much of a payment can go back: what is kept for its debtor, less what is to go back already and has not gone yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from billing.models import GatewayCall, Gateways, Payment, Refund
from billing.settling import kept_for, unused_notes

BY_HAND = "hand"
GOES_BY_TRANSFER = (Gateways.BANK, BY_HAND)
"""What came in so, no gateway can send back: a person transfers it, and the statement tells that it went."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A refund that is proposed or ordered, and how far it came: `answer` is the gateway's, `is_stuck` that it refused."""

    row: Refund
    answer: dict[str, Any]
    from_balance: int
    is_stuck: bool
    has_gone: bool
    has_failed: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it takes something of what is kept and has not gone."""
        return not self.has_gone and not self.has_failed


@dataclass(frozen=True, slots=True)
class Room:
    """What of a debtor's money in one currency is free to go back, minor units: read once, asked for each payment."""

    free: int
    notes: dict[str, int]
    refunds: Sequence[Standing]

    def of(self, money: Payment, *, but: UUID | None = None) -> int:
        """How much of a payment can go back; `but` leaves out one refund, which is decided about."""
        others = [each for each in self.refunds if each.row.id != but and not each.has_failed]
        of_this = sum(each.row.amount for each in others if each.row.payment_id == money.pk)
        waiting = sum(each.row.amount for each in others if each.is_waiting)
        return max(0, min(money.amount - of_this, self.free - waiting))

    def from_balance(self, money: Payment, amount: int) -> int:
        """What of a refund unused credit notes pay for, less what others that have not gone yet take of them.

        The gateway keeps it on its balance until then.
        """
        taken = sum(each.from_balance for each in self.refunds if each.is_waiting)
        return max(0, min(amount, self.notes.get(money.gateway, 0) - taken))


def room_of(debtor_id: UUID, *, currency: str) -> Room:
    """What of a debtor's money can go back. Six statements."""
    notes: dict[str, int] = {}
    for note in unused_notes(debtor_id, currency=currency):
        notes[note.gateway] = notes.get(note.gateway, 0) - note.owed
    refunds = standings(debtor_id, currency=currency)
    return Room(kept_for(debtor_id, currency=currency) + sum(notes.values()), notes, refunds)


def standings(debtor_id: UUID, *, currency: str) -> list[Standing]:
    """The refunds of a debtor that are proposed or ordered, the newest first. Three statements."""
    asked = Refund.objects.filter(debtor=debtor_id, payment__currency=currency)
    rows = list(
        asked.exclude(state=Refund.State.REFUSED)
        .select_related("payment", "returned")
        .order_by("-proposed_at", "-id")
    )
    calls = GatewayCall.objects.filter(debtor=debtor_id, operation="refund").in_bulk(
        [row.call_key for row in rows], field_name="key"
    )
    names = set(Payment.objects.filter(debtor=debtor_id).values_list("external_id", flat=True))
    return [_standing(row, calls.get(row.call_key), names) for row in rows]


def _standing(row: Refund, call: GatewayCall | None, told: set[str]) -> Standing:
    answer = dict(call.answer) if call else {}
    named = str(answer.get("refund") or "")
    by_hand = row.returned.external_id if row.returned else ""
    return Standing(
        row=row,
        answer=answer,
        from_balance=int(call.payload.get("from_balance", 0)) if call else 0,
        is_stuck=bool(call and call.state == GatewayCall.State.STUCK),
        has_gone=named in told if named else bool(by_hand) and f"{by_hand}:undone" not in told,
        has_failed=bool(named) and f"{named}:failed" in told,
    )
