"""The verbs that keep an invoice from being asked for: paused by us for a time, or disputed by the client."""

from datetime import date, datetime
from uuid import UUID

from billing.events import dunning as events
from billing.finance import must_be_finance
from billing.living import review
from billing.models import Hold, Invoice
from billing.periods import day_of
from billing.queries.credited import invoice_of
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel.actors import Actor


class WrongHold(Refused):
    """A pause ends on a day that is still to come, and each has its reason."""

    code = "wrong-hold"


class NothingIsOwed(Refused):
    """The invoice is a draft, or is settled."""

    code = "nothing-is-owed"
    status = 409


def pause_reminders(invoice_id: UUID, *, until_on: date, reason: str, actor: Actor, at: datetime) -> Hold:
    """Remind nobody of an invoice before this day; it counts as late all the same. A pause that is there is changed.

    Raises NotAllowed, NotFound, WrongHold, NothingIsOwed.
    """
    must_be_finance(actor)
    invoice = invoice_of(invoice_id)
    with money_of(invoice.debtor_id) as debtor:
        if until_on <= day_of(at, zone=debtor.time_zone):
            raise WrongHold(
                "Choose a day that is still to come.", "Kies een dag die nog komt.", field="until_on"
            )
        found, is_new = _begun(invoice, Hold.Kind.PAUSED, reason, until_on=until_on, actor=actor, at=at)
        if is_new:
            facts = {"until_on": until_on.isoformat()}
            _tell(events.PAUSED, invoice, actor=actor, at=at, reason=found.reason, **facts)
    return found


def resume_reminders(invoice_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let the reminders of an invoice go on. Twice is once. Raises NotAllowed, NotFound."""
    _end(invoice_id, Hold.Kind.PAUSED, events.RESUMED, actor=actor, at=at)


def dispute_invoice(invoice_id: UUID, *, reason: str, actor: Actor, at: datetime) -> Hold:
    """Note that the client disputes an invoice: until that is settled nobody is reminded, and nothing is held against it.

    Raises NotAllowed, NotFound, WrongHold, NothingIsOwed.
    """
    must_be_finance(actor)
    invoice = invoice_of(invoice_id)
    with money_of(invoice.debtor_id, and_client=True) as debtor:
        found, is_new = _begun(invoice, Hold.Kind.DISPUTED, reason, until_on=None, actor=actor, at=at)
        if is_new:
            _tell(events.DISPUTED, invoice, actor=actor, at=at, reason=found.reason)
            review(debtor, at=at)
    return found


def settle_dispute(invoice_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Note that a dispute is settled: what is still owed is asked for again. Twice is once. Raises NotAllowed, NotFound."""
    _end(invoice_id, Hold.Kind.DISPUTED, events.DISPUTE_SETTLED, actor=actor, at=at)


def _begun(
    invoice: Invoice, kind: Hold.Kind, reason: str, *, until_on: date | None, actor: Actor, at: datetime
) -> tuple[Hold, bool]:
    """The hold, and whether anything of it is new. For a debtor that is held."""
    if not reason.strip():
        raise WrongHold("Say why.", "Geef aan waarom.", field="reason")
    now = Invoice.objects.get(pk=invoice.pk)
    if now.state != Invoice.State.FINAL or now.owed <= 0:
        raise NothingIsOwed("Nothing is owed of this invoice.", "Van deze factuur staat niets open.")
    wanted = {"reason": reason.strip()[:300], "until_on": until_on}
    by = {"begun_by": str(actor), "begun_at": at}
    found, is_new = Hold.objects.get_or_create(
        invoice=invoice, kind=kind, ended_at=None, defaults={**wanted, **by}
    )
    is_changed = not is_new and (found.reason, found.until_on) != (wanted["reason"], until_on)
    if is_changed:
        found.reason, found.until_on = str(wanted["reason"]), until_on
        found.save(update_fields=["reason", "until_on"])
    return found, is_new or is_changed


def _end(invoice_id: UUID, kind: Hold.Kind, told: Kind, *, actor: Actor, at: datetime) -> None:
    must_be_finance(actor)
    invoice = invoice_of(invoice_id)
    with money_of(invoice.debtor_id):
        if Hold.objects.filter(invoice=invoice, kind=kind, ended_at=None).update(ended_at=at):
            _tell(told, invoice, actor=actor, at=at)


def _tell(kind: Kind, invoice: Invoice, *, actor: Actor, at: datetime, reason: str = "", **more: str) -> None:
    private = {"reason": reason} if kind.private else {}
    facts = {"number": invoice.number, **more}
    record(kind, subject=f"invoice:{invoice.pk}", actor=actor, at=at, facts=facts, private=private)
