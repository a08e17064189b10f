"""Refunds as the page of a client's money shows them: how far each came, and to which account a person transfers it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.models import Refund, StatementEntry
from billing.queries.refunds import GOES_BY_TRANSFER, Standing


@dataclass(frozen=True, slots=True)
class GoesBack:
    """A refund that is proposed or on its way; `state` is proposed, to_transfer, asked, stuck, gone or failed."""

    id: UUID
    amount: int
    currency: str
    gateway: str
    reason: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    payer: str
    iban: str


def goes_back(found: list[Standing]) -> list[GoesBack]:
    """Each refund with its state in a word. One statement."""
    accounts = dict(
        StatementEntry.objects.filter(payment__in=[each.row.payment_id for each in found])
        .exclude(payer_iban="")
        .values_list("payment", "payer_iban")
    )
    return [_one(each, accounts.get(each.row.payment_id, "")) for each in found]


def _one(each: Standing, iban: str) -> GoesBack:
    row, money = each.row, each.row.payment
    return GoesBack(
        id=row.pk,
        amount=row.amount,
        currency=money.currency,
        gateway=money.gateway,
        reason=row.reason,
        state=_state(each),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        payer=money.payer,
        iban=iban,
    )


def _state(each: Standing) -> str:
    if each.row.state == Refund.State.PROPOSED:
        return "proposed"
    if each.has_failed:
        return "failed"
    if each.has_gone:
        return "gone"
    if each.is_stuck:
        return "stuck"
    return "to_transfer" if each.row.payment.gateway in GOES_BY_TRANSFER else "asked"
