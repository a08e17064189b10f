"""Which credits still have to go somewhere, on which invoice a month's fees stand, and how much of each line is left."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from billing import periods
from billing.models import Credit, Invoice, InvoiceLine, Subscription
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound


def waiting(subscription: Subscription) -> QuerySet[Credit]:
    """The credits that are approved and on no invoice yet, and those that were taken back and are to be charged again."""
    taken_back = Q(state=Credit.State.REVERSED, posted_on__isnull=False, charged_back_on__isnull=True)
    of = Credit.objects.filter(debtor=subscription.debtor_id, currency=subscription.currency)
    return of.filter(Q(state=Credit.State.APPROVED) | taken_back)


def invoice_of(invoice_id: UUID) -> Invoice:
    """An invoice with whoever it belongs to. Raises NotFound."""
    asked = Invoice.objects.select_related("debtor__client", "legal_entity", "subscription")
    with schema.entered(schema.PUBLIC):
        found = asked.filter(id=invoice_id).first()
    if found is None:
        raise NotFound
    return found


def fee_invoice(debtor_id: UUID, *, period_key: str, currency: str) -> Invoice | None:
    """The invoice, final or a draft, that carries the fees of the month of that key. Raises WrongPeriod."""
    day = periods.start_of(period_key)
    found = Invoice.objects.filter(
        debtor=debtor_id,
        currency=currency,
        purpose=Invoice.Purpose.PERIOD,
        period_start_on__lte=day,
        period_end_on__gt=day,
    )
    return found.exclude(state=Invoice.State.DROPPED).order_by("-period_start_on").first()


def rooms(invoice: Invoice, lines: Iterable[InvoiceLine]) -> dict[int, int]:
    """What is left to credit of each of these lines, by position: its sum less what was credited on it before."""
    taken = InvoiceLine.objects.filter(
        invoice__corrects=invoice, invoice__state=Invoice.State.FINAL, reduces__isnull=False
    ).values_list("reduces")
    before = dict(taken.annotate(amount=Sum("amount")))
    return {line.position: line.amount + before.get(line.position, 0) for line in lines}


def as_facts(credit: Credit) -> dict[str, str]:
    """What every event about a credit says of it."""
    return {
        "service_line": credit.service_line,
        "period": credit.period_key,
        "amount": str(credit.amount),
        "currency": credit.currency,
    }


def left_of(corrected: Invoice) -> int:
    """What is left to credit of a final invoice in all, net: also what was given back without naming a line is gone."""
    notes = Invoice.objects.filter(corrects=corrected, state=Invoice.State.FINAL)
    given: int = notes.aggregate(net=Sum("net"))["net"] or 0
    return max(0, corrected.net + given)
