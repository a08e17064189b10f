"""Putting a credit on an invoice or a credit note: as much as there is room for, and the rest carried to a later one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from billing.events import credits as events
from billing.models import Credit, Invoice
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
    facts = {
        "service_line": credit.service_line,
        "period": credit.period_key,
        "amount": str(amount),
        "currency": credit.currency,
        "number": on.number,
        "invoice": str(on.id),
        "carried": str(left),
    }
    record(events.POSTED, subject=f"credit:{credit.id}", actor=actor, at=at, facts=facts)


def charge_back(credits: Iterable[UUID], *, on: Invoice) -> None:
    """Say of credits that were taken back on which invoice they are charged again."""
    Credit.objects.filter(id__in=list(credits)).update(charged_back_on=on)


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
        revision=credit.revision,
        carried_from=credit,
    )
