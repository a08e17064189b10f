"""Money that waits for people, of all clients: refunds and payments by hand to agree to, and refunds to transfer."""

from collections.abc import Iterable

from django.db.models import Q

from billing.models import HandPayment, Refund
from billing.queries.refunds import GOES_BY_TRANSFER
from motorblok.kernel import schema

SHOWN = 100


def waiting_refunds() -> list[Refund]:
    """What waits for a second person or to be transferred, of all clients, the oldest first. One statement."""
    proposed = Q(state=Refund.State.PROPOSED)
    ordered = Q(state=Refund.State.ORDERED, returned=None, payment__gateway__in=GOES_BY_TRANSFER)
    with schema.entered(schema.PUBLIC):
        found = Refund.objects.filter(proposed | ordered).select_related("debtor__client", "payment")
        return list(found.order_by("proposed_at", "id")[:SHOWN])


def waiting_hand_payments() -> list[HandPayment]:
    """What one person says was paid by another way, of all clients, the oldest first. One statement."""
    with schema.entered(schema.PUBLIC):
        found = HandPayment.objects.filter(state=HandPayment.State.PROPOSED)
        found = found.select_related("invoice__debtor__client").defer("invoice__inputs", "invoice__rated")
        return list(found.order_by("proposed_at", "id")[:SHOWN])


def refunds_to_transfer(amounts: Iterable[int]) -> dict[int, list[Refund]]:
    """The ordered refunds that a person transfers and of which no transfer is known, by their sum. One statement."""
    asked = Refund.objects.filter(state=Refund.State.ORDERED, amount__in=set(amounts))
    waiting = asked.filter(payment__gateway__in=GOES_BY_TRANSFER, returned=None)
    found: dict[int, list[Refund]] = {}
    for row in waiting.select_related("debtor__client", "payment").order_by("decided_at", "id"):
        found.setdefault(row.amount, []).append(row)
    return found
