"""A credit as its client is told of it: what for, by which evidence, and on which invoice it stands; nothing of who decided."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from billing.models import Credit, Invoice
from billing.queries.credit_list import CreditRow, Evidence, credit_shown
from motorblok.kernel.errors import NotFound

GIVEN = (Credit.State.APPROVED, Credit.State.POSTED)
AGREED = Q(state__in=GIVEN) | Q(state=Credit.State.REVERSED, posted_on__isnull=False)
"""What a client has, or had on an invoice; what is proposed or was refused is the provider's own."""


@dataclass(frozen=True, slots=True)
class StandsOn:
    """A final invoice or credit note."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTold:
    """A credit; `amount` minor units before VAT. `stands_on` is None while it waits for an invoice to be final.

    `rest` are the credits for what there was no room for, on later invoices.
    """

    id: UUID
    amount: int
    currency: str
    reason: str
    service_line: str
    period_key: str
    is_taken_back: bool
    evidence: Evidence | None
    stands_on: StandsOn | None
    charged_back_on: StandsOn | None
    rest: tuple[CreditRow, ...]


def credit_told(credit_id: UUID, *, client_id: UUID) -> CreditTold:
    """A credit of this client on which was agreed. Raises NotFound."""
    if not Credit.objects.filter(AGREED, id=credit_id, debtor=client_id).exists():
        raise NotFound
    found = credit_shown(credit_id)
    row = found.row
    return CreditTold(
        id=row.id,
        amount=row.amount,
        currency=row.currency,
        reason=row.reason,
        service_line=row.service_line,
        period_key=row.period_key,
        is_taken_back=row.state == Credit.State.REVERSED,
        evidence=found.evidence,
        stands_on=_final(found.posted_on),
        charged_back_on=_final(found.charged_back_on),
        rest=tuple(each for each in found.carried if each.state in GIVEN),
    )


def _final(invoice: Invoice | None) -> StandsOn | None:
    if invoice is None or not invoice.number:
        return None
    return StandsOn(invoice.id, invoice.number)
