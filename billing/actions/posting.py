"""Putting a credit on an invoice or a credit note: as much as there is room for, and the rest carried to a later one."""

from datetime import datetime

from billing.actions.credit_notes import note_on
from billing.events import credits as events
from billing.holding import hold_invoice
from billing.models import Credit, Invoice, InvoiceLine
from billing.money import split
from billing.queries.allotting import as_given
from billing.queries.credited import as_facts, fee_invoice, left_of, rooms
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor


def post(credit: Credit, *, on: Invoice, amount: int, actor: Actor, at: datetime) -> None:
    """An approved credit stands on this final invoice, with `amount` minor units; what is left of it waits for another.

    For a credit that the caller holds.
    """
    credit.state, credit.posted_on = Credit.State.POSTED, on
    credit.save(update_fields=["state", "posted_on"])
    left = credit.amount - amount
    if left:
        _carry(credit, left)
    on_paper = {"number": on.number, "credit": str(credit.id), "carried": str(left), "amount": str(amount)}
    record(events.POSTED, subject=f"invoice:{on.id}", actor=actor, at=at, facts=as_facts(credit) | on_paper)


def post_on_invoice(credit: Credit, *, actor: Actor, at: datetime) -> None:
    """Put an approved credit that the caller holds on a credit note to the invoice of its month, if that is final.

    It is divided over the lines of its service line and VAT category by what is left of each. A draft takes it along by
    itself, and so does the next one where nothing is left.
    """
    found = fee_invoice(credit.debtor_id, period_key=credit.period_key, currency=credit.currency)
    if found is None or found.state != Invoice.State.FINAL:
        return
    corrected = hold_invoice(found)
    room = _room(corrected, credit)
    amount = min(credit.amount, sum(room.values()), left_of(corrected))
    if amount <= 0:
        return
    parts = zip(room, split(amount, weights=list(room.values())), strict=True)
    taken = {position: part for position, part in parts if part}
    lines = {line.position: line for line in corrected.lines.all()}
    credits = [
        as_given(credit, part, evidence=f"credit:{credit.id}/line:{position}", code=lines[position].code)
        for position, part in taken.items()
    ]
    note = note_on(corrected, credits, list(taken), actor=actor, at=at)
    post(credit, on=note, amount=amount, actor=actor, at=at)


def _room(corrected: Invoice, credit: Credit) -> dict[int, int]:
    """What is left to credit, by position of the line; in all no more than the service line cost after discounts."""
    lines: list[InvoiceLine] = list(
        corrected.lines.filter(service_line=credit.service_line, vat_category=credit.vat_category).order_by(
            "position"
        )
    )
    left = rooms(corrected, lines)
    charged = {position: room for position, room in left.items() if room > 0}
    most = max(0, min(sum(left.values()), sum(charged.values())))
    if not charged:
        return {}
    return dict(zip(charged, split(most, weights=list(charged.values())), strict=True))


def _carry(credit: Credit, left: int) -> None:
    Credit.objects.create(
        debtor_id=credit.debtor_id,
        service_line=credit.service_line,
        period_key=credit.period_key,
        amount=left,
        currency=credit.currency,
        vat_category=credit.vat_category,
        reason_en=credit.reason_en,
        reason_nl=credit.reason_nl,
        evidence=credit.evidence,
        state=Credit.State.APPROVED,
        proposed_by=credit.proposed_by,
        proposed_at=credit.proposed_at,
        decided_by=credit.decided_by,
        decided_at=credit.decided_at,
        clause_id=credit.clause_id,
        claim_id=credit.claim_id,
        revision=credit.revision,
        carried_from=credit,
    )
