"""Moving a debtor on in its life, with all that follows: what it may have more of, and whether its client is read-only."""

from datetime import datetime

from billing.allowing import allow
from billing.events import life as events
from billing.events.payments import ALLOCATED
from billing.lives import DOWN, MOVES, NAMES, READ_ONLY, Cause, after, next_cause
from billing.models import Debtor, Invoice, Life
from billing.queries.life import grace_after, is_sure, overdue, situation
from billing.rating.wording import Words
from billing.settling import held, spend_on
from motorblok.audit.actions import record
from motorblok.kernel.actors import SYSTEM, Actor
from tenants.actions import reopen_client, suspend_client
from tenants.models import State

ENDED = Words("The subscription has ended.", "Het abonnement is beëindigd.")
BECAUSE = {
    Life.SUSPENDED: Words("Invoices are overdue.", "Er zijn facturen over de vervaldatum."),
    Life.CANCELLED: ENDED,
    Life.EXPORTED: ENDED,
}


def move(debtor: Debtor, cause: Cause, *, actor: Actor, at: datetime) -> None:
    """Move a debtor that is held on in its life; the client's book tells. Raises NoSuchMove."""
    was, now = debtor.life, after(debtor.life, cause)
    if was == now:
        return
    debtor.life, debtor.life_since_at = now, at
    _open_or_close(debtor, actor=actor, at=at)
    debtor.save(update_fields=["life", "life_since_at", "must_pay_by_on", "holds_client"])
    _tell(debtor, was, cause, actor=actor, at=at)
    allow(debtor, actor=actor, at=at)


def begin(debtor: Debtor, *, has_trial: bool, actor: Actor, at: datetime) -> None:
    """A subscription begins: whoever had none, or left before, is on trial or active; others stay where they are."""
    cause = Cause.BEGAN_TRIAL if has_trial else Cause.BEGAN
    found = held(debtor.pk)
    if (found.life, cause) in MOVES:
        move(found, cause, actor=actor, at=at)


def review(debtor: Debtor, *, at: datetime, actor: Actor = SYSTEM) -> None:
    """Move a debtor that is held to where it belongs now; what is held against it only while we are sure of our books."""
    for invoice in overdue(debtor, at=at):
        spend(invoice, at=at)
    _note_what_is_due(debtor, at=at)
    found = situation(debtor, at=at)
    while cause := next_cause(debtor.life, found, grace_after=grace_after()):
        if cause in DOWN and not is_sure(debtor, at=at):
            return
        move(debtor, cause, actor=actor, at=at)


def spend(invoice: Invoice, *, at: datetime) -> int:
    """Settle an invoice with what is kept for its debtor, who is held; returns how much. The client's book tells."""
    moved = sum(each.amount for each in spend_on(invoice, at=at))
    if moved:
        facts = {
            "amount": str(moved),
            "currency": invoice.currency,
            "number": invoice.number,
            "invoice": str(invoice.id),
        }
        record(ALLOCATED, subject=f"invoice:{invoice.id}", actor=SYSTEM, at=at, facts=facts)
    return moved


def lift(debtor: Debtor, *, at: datetime) -> None:
    """Money came in: who owes nothing overdue any more is active again, at once."""
    _note_what_is_due(debtor, at=at)
    found = situation(debtor, at=at)
    if next_cause(debtor.life, found, grace_after=grace_after()) == Cause.PAID:
        move(debtor, Cause.PAID, actor=SYSTEM, at=at)


def _note_what_is_due(debtor: Debtor, *, at: datetime) -> None:
    oldest: Invoice | None = overdue(debtor, at=at).first()
    due_on = oldest.due_on if oldest else None
    if due_on != debtor.must_pay_by_on:
        debtor.must_pay_by_on = due_on
        debtor.save(update_fields=["must_pay_by_on"])


def _open_or_close(debtor: Debtor, *, actor: Actor, at: datetime) -> None:
    if debtor.life in READ_ONLY:
        if debtor.client.state == State.OPEN:
            words = BECAUSE[Life(debtor.life)]
            reason = words.nl if debtor.language == "nl" else words.en
            suspend_client(debtor.client, reason=reason, actor=actor, at=at)
            debtor.holds_client = True
    elif debtor.holds_client:
        if debtor.client.state == State.SUSPENDED:
            reopen_client(debtor.client, actor=actor, at=at)
        debtor.holds_client = False


def _tell(debtor: Debtor, was: str, cause: Cause, *, actor: Actor, at: datetime) -> None:
    facts = {
        "was": was,
        "now": debtor.life,
        "now_en": NAMES[debtor.life].en,
        "now_nl": NAMES[debtor.life].nl,
        "cause": cause,
        "must_pay_by_on": debtor.must_pay_by_on and debtor.must_pay_by_on.isoformat(),
    }
    record(events.LIFE_CHANGED, subject=f"client:{debtor.pk}", actor=actor, at=at, facts=facts)
