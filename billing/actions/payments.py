"""Money that came in or went back: written down once, and put on what it settles."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from billing.events import payments as events
from billing.giving_back import give_back, undo
from billing.living import lift
from billing.models import Debtor, Invoice, Payment
from billing.money import OtherCurrency
from billing.refusing import Refused
from billing.settling import Settled, kept_for, money_of, settle, spend_on
from motorblok.audit.actions import record
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import NotFound


class PaymentDiffers(Refused):
    """The gateway's id is known already, with another sum or for another debtor."""

    code = "payment-differs"
    status = 409


def take_payment(
    debtor: Debtor,
    *,
    gateway: str,
    external_id: str,
    amount: int,
    currency: str,
    received_on: date,
    payer: str,
    reference: str,
    invoice: Invoice | None,
    at: datetime,
    actor: Actor = SYSTEM,
    also: Sequence[Invoice] = (),
) -> Payment:
    """Write down money that came in, or below 0 went back; the gateway's id again changes nothing.

    It settles the invoice that is given, then `also` these, then those due first; the rest is kept for the debtor. Money that goes back is
    taken from unused credit notes, then from what is kept, then off the invoice that is given and the newest others.
    Who owes nothing overdue any more is active again at once, and reopened where billing had suspended it.
    Raises OtherCurrency, PaymentDiffers, NotFound for an invoice that is not this debtor's, and for an unknown debtor.
    """
    with money_of(debtor.pk) as held:
        meant = _meant(held, invoice)
        _must_be_in(currency, meant.currency if meant else held.currency)
        told = {"amount": amount, "currency": currency, "received_on": received_on, "at": at}
        told |= {"debtor": held, "payer": payer[:200], "reference": reference[:200]}
        money, is_new = Payment.objects.get_or_create(gateway=gateway, external_id=external_id, defaults=told)
        if is_new:
            _tell(money, _settled_by(money, meant, also, at=at), actor=actor, at=at)
            lift(held, at=at)
        else:
            _must_be_the_same(money, held, amount, currency)
    return money


def take_back(payment: Payment, *, actor: Actor, at: datetime) -> Payment:
    """Undo a payment that was written down for the wrong debtor: another one takes it off again all that it settled.

    Twice is once. Raises NotFound.
    """
    with money_of(payment.debtor_id) as debtor:
        undone, is_new = Payment.objects.get_or_create(
            gateway=payment.gateway,
            external_id=f"{payment.external_id}:undone",
            defaults={
                "debtor": debtor,
                "amount": -payment.amount,
                "currency": payment.currency,
                "received_on": payment.received_on,
                "payer": payment.payer,
                "reference": payment.reference,
                "at": at,
            },
        )
        if is_new:
            _tell(undone, undo(payment, at=at), actor=actor, at=at)
            lift(debtor, at=at)
    return undone


def _meant(debtor: Debtor, invoice: Invoice | None) -> Invoice | None:
    if invoice is None:
        return None
    found = debtor.invoices.filter(id=invoice.id, state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE)
    known = found.select_for_update(no_key=True).first()
    if known is None:
        raise NotFound
    return known


def _settled_by(
    money: Payment, meant: Invoice | None, also: Sequence[Invoice], *, at: datetime
) -> tuple[Settled, ...]:
    """What money settles, or below 0 takes back; what is kept besides pays what is left of the invoice that is meant."""
    first = [each.id for each in ([meant] if meant else []) + [*also]]
    if money.amount <= 0:
        return give_back(money, first=first, at=at)
    done = settle(money, first=first, at=at)
    return done + spend_on(Invoice.objects.get(id=meant.id), at=at) if meant else done


def _must_be_in(currency: str, expected: str) -> None:
    if currency != expected:
        raise OtherCurrency(
            f"This came in {currency}, but what is owed is in {expected}; ask for it in {expected}, or pay it back.",
            f"Dit kwam binnen in {currency}, maar er staat een bedrag in {expected} open; vraag om {expected}, of stort terug.",
            field="currency",
        )


def _must_be_the_same(money: Payment, debtor: Debtor, amount: int, currency: str) -> None:
    if (money.debtor_id, money.amount, money.currency) != (debtor.pk, amount, currency):
        raise PaymentDiffers(
            f"{money.external_id} is known as another payment already; look which of the two is right.",
            f"{money.external_id} is al bekend als een andere betaling; kijk welke van de twee juist is.",
        )


def _tell(money: Payment, done: Iterable[Settled], *, actor: Actor, at: datetime) -> None:
    facts = {
        "amount": str(abs(money.amount)),
        "currency": money.currency,
        "gateway": money.gateway,
        "received_on": money.received_on.isoformat(),
        "settles": [{"number": each.number, "amount": str(each.amount)} for each in done],
        "balance": str(kept_for(money.debtor_id, currency=money.currency)),
    }
    private = {"payer": money.payer, "reference": money.reference}
    kind = events.RECEIVED if money.amount > 0 else events.RETURNED
    record(kind, subject=f"payment:{money.id}", actor=actor, at=at, facts=facts, private=private)
