"""Money that came in by another way: one person says so with evidence, and a second one agrees."""

from datetime import date, datetime
from uuid import UUID

from billing.actions.payments import take_payment
from billing.events import dunning as events
from billing.finance import must_be_another, must_be_finance
from billing.models import HandPayment, Invoice
from billing.periods import day_of
from billing.queries.credited import invoice_of
from billing.queries.refunds import BY_HAND
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


class WrongHandPayment(Refused):
    """A payment by hand needs a sum that is owed, and evidence that somebody else can follow."""

    code = "wrong-hand-payment"


class HandPaymentDecided(Refused):
    """Somebody decided about it already, or one waits already."""

    code = "hand-payment-decided"
    status = 409


def propose_payment(
    invoice_id: UUID, *, amount: int, received_on: date, evidence: str, actor: Actor, at: datetime
) -> HandPayment:
    """Say that an invoice was paid by another way, in minor units; it counts once a second person agrees.

    The same again is the same proposal. Raises NotAllowed, NotFound, WrongHandPayment, HandPaymentDecided where another waits.
    """
    must_be_finance(actor)
    invoice = invoice_of(invoice_id)
    with money_of(invoice.debtor_id) as debtor:
        now = Invoice.objects.get(pk=invoice_id)
        _check(now, amount, received_on, evidence, today=day_of(at, zone=debtor.time_zone))
        said = {"amount": amount, "received_on": received_on, "evidence": evidence.strip()[:500]}
        found, is_new = HandPayment.objects.get_or_create(
            invoice=invoice,
            state=HandPayment.State.PROPOSED,
            defaults={**said, "proposed_by": str(actor), "proposed_at": at},
        )
        if is_new:
            _tell(events.HAND_PROPOSED, found, actor=actor, at=at)
        elif any(getattr(found, name) != value for name, value in said.items()):
            raise HandPaymentDecided(
                "Another payment of this invoice waits for a second person; decide about that first.",
                "Een andere betaling van deze factuur wacht op een tweede persoon; besluit daar eerst over.",
            )
    return found


def confirm_payment(payment_id: UUID, *, actor: Actor, at: datetime) -> HandPayment:
    """Agree that somebody else saw this money: it settles the invoice at once. Twice is once.

    Raises NotAllowed, NotFound, SecondPerson, HandPaymentDecided.
    """
    must_be_finance(actor)
    known = _known(payment_id)
    with money_of(known.invoice.debtor_id, and_client=True) as debtor:
        found = _held(known)
        if found.state == HandPayment.State.CONFIRMED:
            return found
        must_be_another(actor, found.proposed_by)
        _decide(found, HandPayment.State.CONFIRMED, actor=actor, at=at)
        found.payment = take_payment(
            debtor,
            gateway=BY_HAND,
            external_id=str(found.pk),
            amount=found.amount,
            currency=found.invoice.currency,
            received_on=found.received_on,
            payer=debtor.legal_name,
            reference=found.evidence,
            invoice=found.invoice,
            at=at,
            actor=actor,
        )
        found.save(update_fields=["payment"])
        _tell(events.HAND_CONFIRMED, found, actor=actor, at=at)
    return found


def refuse_payment(payment_id: UUID, *, actor: Actor, at: datetime) -> HandPayment:
    """Not agree to it; whoever proposed it may do this too. Twice is once. Raises NotAllowed, NotFound, HandPaymentDecided."""
    must_be_finance(actor)
    known = _known(payment_id)
    with money_of(known.invoice.debtor_id):
        found = _held(known)
        if found.state != HandPayment.State.REFUSED:
            _decide(found, HandPayment.State.REFUSED, actor=actor, at=at)
            _tell(events.HAND_REFUSED, found, actor=actor, at=at)
    return found


def _check(invoice: Invoice, amount: int, received_on: date, evidence: str, *, today: date) -> None:
    if invoice.state != Invoice.State.FINAL or not 0 < amount <= invoice.owed:
        raise WrongHandPayment(
            "Give a sum of at most what is owed.",
            "Geef een bedrag van hoogstens wat er openstaat.",
            field="amount",
        )
    if received_on > today:
        raise WrongHandPayment(
            "Money cannot have come in on a day that is still to come.",
            "Geld kan niet zijn binnengekomen op een dag die nog komt.",
            field="received_on",
        )
    if len(evidence.strip()) < 10:
        raise WrongHandPayment(
            "Say where the evidence is: a receipt, a statement, an account.",
            "Geef aan waar het bewijs is: een kwitantie, een afschrift, een rekening.",
            field="evidence",
        )


def _known(payment_id: UUID) -> HandPayment:
    with schema.entered(schema.PUBLIC):
        found = HandPayment.objects.select_related("invoice").filter(pk=payment_id).first()
    if found is None:
        raise NotFound
    return found


def _held(known: HandPayment) -> HandPayment:
    of = HandPayment.objects.select_for_update(of=("self",)).select_related("invoice")
    found: HandPayment = of.get(pk=known.pk)
    return found


def _decide(found: HandPayment, state: str, *, actor: Actor, at: datetime) -> None:
    if found.state != HandPayment.State.PROPOSED:
        raise HandPaymentDecided(
            "This payment was decided about already; look again.",
            "Over deze betaling is al besloten; kijk opnieuw.",
        )
    is_own = str(actor) == found.proposed_by
    found.state, found.decided_by, found.decided_at = state, "" if is_own else str(actor), at
    found.save(update_fields=["state", "decided_by", "decided_at"])


def _tell(kind: Kind, found: HandPayment, *, actor: Actor, at: datetime) -> None:
    facts = {
        "number": found.invoice.number,
        "amount": str(found.amount),
        "currency": found.invoice.currency,
        "received_on": found.received_on.isoformat(),
    }
    private = {"evidence": found.evidence}
    record(kind, subject=f"invoice:{found.invoice_id}", actor=actor, at=at, facts=facts, private=private)
