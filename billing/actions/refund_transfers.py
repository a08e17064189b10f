"""Refunds that a person transfers: which transfer of the bank's statement each of them was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.booking import book
from billing.events import by_hand as events
from billing.finance import must_be_finance
from billing.models import Payment, Refund, StatementEntry
from billing.paying_back import decided_already, held_refund, known_refund, tell_refund
from billing.queries.refunds import GOES_BY_TRANSFER
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class OtherTransfer(Refused):
    """The transfer is not this refund: another sum, another account, or it is matched already."""

    code = "other-transfer"
    status = 409


def match_refund(refund_id: UUID, *, entry_id: UUID, actor: Actor, at: datetime) -> Refund:
    """Say that a transfer which went out is an ordered refund: it is written down, and taken from what is kept.

    Twice is once. Raises NotAllowed, NotFound, RefundDecided, OtherTransfer.
    """
    must_be_finance(actor)
    known = known_refund(refund_id)
    with schema.entered(schema.PUBLIC), transaction.atomic():
        entry = StatementEntry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
        if entry is None:
            raise NotFound
        with money_of(known.debtor_id) as debtor:
            found = held_refund(refund_id)
            if found.returned_id and found.returned_id == entry.payment_id:
                return found
            _must_be_its_transfer(found, entry)
            book(entry, debtor, [], actor=actor, at=at)
            found.returned = entry.payment
            found.save(update_fields=["returned"])
            tell_refund(events.REFUND_WENT, found, actor=actor, at=at)
    return found


def _has_gone(found: Refund) -> bool:
    """Whether a transfer of it was found already that nobody has taken off it since."""
    if found.returned is None:
        return False
    return not Payment.objects.filter(external_id=f"{found.returned.external_id}:undone").exists()


def _must_be_its_transfer(found: Refund, entry: StatementEntry) -> None:
    if (
        found.state != Refund.State.ORDERED
        or found.payment.gateway not in GOES_BY_TRANSFER
        or _has_gone(found)
    ):
        raise decided_already()
    account = found.debtor.legal_entity.iban
    same = (entry.amount, entry.currency, entry.legal_entity.iban) == (
        -found.amount,
        found.payment.currency,
        account,
    )
    if entry.state != StatementEntry.State.OPEN or not same:
        raise OtherTransfer(
            "This transfer is not this refund: the sum or the account differs, or it is matched already.",
            "Deze overboeking is niet deze terugbetaling: het bedrag of de rekening wijkt af, of ze is al gekoppeld.",
        )
