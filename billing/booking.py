"""Booking a transfer: its payment, and the mark that it is understood."""

from collections.abc import Sequence
from datetime import datetime

from billing.actions.payments import take_payment
from billing.finance import must_be_finance
from billing.models import Debtor, Gateways, Invoice, StatementEntry
from motorblok.kernel.actors import SYSTEM, Actor


def must_decide(actor: Actor) -> None:
    """Raises NotAllowed unless it is a command, or staff that decides about money."""
    if actor != SYSTEM:
        must_be_finance(actor)


def book(
    row: StatementEntry, debtor: Debtor, invoices: Sequence[Invoice], *, actor: Actor, at: datetime
) -> None:
    """Write down the payment of an entry that is held: for these invoices first. Raises what `take_payment` raises."""
    row.times_matched += 1
    row.payment = take_payment(
        debtor,
        gateway=Gateways.BANK,
        external_id=f"{row.pk}:{row.times_matched}",
        amount=row.amount,
        currency=row.currency,
        received_on=row.booked_on,
        payer=row.payer,
        reference=row.text,
        invoice=invoices[0] if invoices else None,
        also=invoices[1:],
        at=at,
        actor=actor,
    )
    row.state = StatementEntry.State.MATCHED
    row.save(update_fields=["state", "payment", "times_matched"])
