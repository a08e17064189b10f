"""An invoice that is still a draft, brought to what it comes to now: its sums, its lines, and what rating was given."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from billing.bills import Bill
from billing.models import Invoice, InvoiceLine, SubscribedPrice, Subscription
from billing.rating.canonical import as_json, rated_json
from billing.rating.inputs import Inputs
from billing.rating.shapes import Line, Rated
from motorblok.kernel.errors import DomainError


class EarlierDraft(DomainError):
    """An invoice before this one is still a draft; what is late for its period is not known yet."""

    code = "earlier-invoice-is-a-draft"
    words = _("The invoice of an earlier period is not final yet. Make that one final first.")


class ChangedSince(DomainError):
    """The subscription was changed after the instant for which the invoice is made."""

    code = "changed-since"
    words = _("The subscription was changed just now. Try again.")


def kept(subscription: Subscription, bill: Bill) -> Invoice | None:
    """The invoice of a bill, whatever its state; one that was dropped only where there is no other."""
    found = list(
        subscription.invoices.filter(
            period_key=bill.period.key, purpose=bill.purpose, period_start_on=bill.period.start
        )
    )
    found.sort(key=lambda each: each.state == Invoice.State.DROPPED)
    return found[0] if found else None


def require_in_turn(subscription: Subscription, bill: Bill, *, at: datetime) -> None:
    """Raises EarlierDraft, and ChangedSince for what was agreed after `at`."""
    drafts = subscription.invoices.filter(state=Invoice.State.DRAFT, period_start_on__lte=bill.period.start)
    if drafts.exclude(period_start_on=bill.period.start, purpose=bill.purpose).exists():
        raise EarlierDraft
    if any(_touched(row) > at for row in subscription.prices.all()):
        raise ChangedSince


def begun(subscription: Subscription, bill: Bill, *, at: datetime) -> Invoice:
    """A draft of a bill, not kept yet."""
    debtor = subscription.debtor
    return Invoice(
        debtor=debtor,
        legal_entity=debtor.legal_entity,
        subscription=subscription,
        purpose=bill.purpose,
        period_start_on=bill.period.start,
        period_end_on=bill.period.end,
        period_key=bill.period.key,
        currency=subscription.currency,
        gateway=debtor.gateway,
        made_at=at,
    )


def fill(invoice: Invoice, inputs: Inputs, rated: Rated, *, reduces: Mapping[str, int] | None = None) -> bool:
    """Keep what a draft comes to; its lines are made anew. Returns False where nothing had changed.

    `reduces` gives by the first of a line's references which line of the corrected invoice it takes off from.
    """
    if invoice.input_hash == rated.input_hash:
        return False
    invoice.net, invoice.vat, invoice.total = rated.net, rated.vat, rated.total
    invoice.inputs, invoice.rated, invoice.input_hash = inputs.as_bytes(), rated_json(rated), rated.input_hash
    invoice.po_number = inputs.terms.po_number
    invoice.save()
    invoice.lines.all().delete()
    InvoiceLine.objects.bulk_create(rows(invoice, rated, reduces=reduces or {}))
    return True


def rows(invoice: Invoice, rated: Rated, *, reduces: Mapping[str, int]) -> Iterator[InvoiceLine]:
    """The lines as the table keeps them, numbered from 1."""
    for position, line in enumerate(rated.lines, start=1):
        yield _row(invoice, position, line, reduces=reduces.get(line.refs[0]) if line.refs else None)


def sums(invoice: Invoice) -> dict[str, str]:
    """An invoice's sums as facts of an event: minor units as text, and their currency."""
    named = {name: str(getattr(invoice, name)) for name in ("net", "vat", "total")}
    return named | {"currency": invoice.currency}


def _row(invoice: Invoice, position: int, line: Line, *, reduces: int | None) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        position=position,
        code=line.code,
        name_en=line.name_en,
        name_nl=line.name_nl,
        service_line=line.service_line,
        kind=line.kind,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        amount=line.amount,
        vat_category=line.vat_category,
        vat_percent=line.vat_percent,
        vat_code=line.vat_code,
        period_start_on=line.period.start,
        period_end_on=line.period.end,
        explanation=as_json(line.explanation),
        refs=list(line.refs),
        reduces=reduces,
    )


def _touched(row: SubscribedPrice) -> datetime:
    return max(row.made_at, row.ended_at or row.made_at)
