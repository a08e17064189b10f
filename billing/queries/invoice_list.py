"""The invoices of one client or of all: found by where they stand, whose they are and words, in pages by a cursor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from billing.invoice_standing import IS_OWED, Standing, standing_in, standing_of
from billing.models import Invoice
from billing.periods import Period


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for: a standing, the debtor (a client's id), a currency, and a part of a number or a client's name.

    `is_final` leaves out drafts, and what was dropped: a client sees neither.
    """

    standing: str = ""
    debtor_id: UUID | None = None
    currency: str = ""
    text: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list; sums are minor units of `currency`, `number` is empty for a draft."""

    id: UUID
    number: str
    kind: str
    standing: Standing
    client: str
    slug: str
    period: Period
    issued_on: date | None
    due_on: date | None
    total: int
    owed: int
    currency: str

    @classmethod
    def of(cls, invoice: Invoice, *, today: date) -> Self:
        """The row of an invoice that was read with its debtor's client."""
        client = invoice.debtor.client
        return cls(
            id=invoice.id,
            number=invoice.number or "",
            kind=invoice.kind,
            standing=standing_of(invoice, today=today),
            client=client.name,
            slug=client.slug,
            period=Period(invoice.period_start_on, invoice.period_end_on),
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            total=invoice.total,
            owed=invoice.owed,
            currency=invoice.currency,
        )


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Some rows, the newest first; `after` asks for the next ones, if there are any."""

    rows: tuple[InvoiceRow, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is asked for in one currency and not paid: how many invoices and how much is not due yet, and is overdue."""

    currency: str
    many: int
    owed: int
    many_overdue: int
    overdue: int


def invoice_page(sought: Sought, *, today: date, size: int, after: UUID | None = None) -> InvoicePage:
    """The invoices that are sought, the newest first; `after` is the last one of the page before."""
    found = matching(sought, today=today).order_by("-made_at", "-id")
    if after and (last := Invoice.objects.filter(id=after).values_list("made_at", flat=True).first()):
        found = found.filter(Q(made_at__lt=last) | Q(made_at=last, id__lt=after))
    rows = list(found[: size + 1])
    following = rows[size - 1].id if len(rows) > size else None
    return InvoicePage(tuple(InvoiceRow.of(row, today=today) for row in rows[:size]), following)


def matching(sought: Sought, *, today: date) -> QuerySet[Invoice]:
    """The invoices that are sought, with their clients; without the bytes that they were made of."""
    found = Invoice.objects.filter(standing_in(sought.standing, today=today))
    if sought.is_final:
        found = found.filter(state=Invoice.State.FINAL)
    if sought.debtor_id:
        found = found.filter(debtor=sought.debtor_id)
    if sought.currency:
        found = found.filter(currency=sought.currency)
    if sought.text:
        named = Q(number__icontains=sought.text) | Q(debtor__client__name__icontains=sought.text)
        found = found.filter(named | Q(debtor__legal_name__icontains=sought.text))
    return found.select_related("debtor__client").defer("inputs", "rated")


def outstanding(*, today: date, debtor_id: UUID | None = None) -> list[Outstanding]:
    """What is owed, by currency. One statement."""
    late, owed = Q(due_on__lt=today), F("total") - F("settled")
    found = Invoice.objects.filter(IS_OWED, **({"debtor": debtor_id} if debtor_id else {}))
    sums = found.values_list("currency").annotate(
        many=Count("id", filter=~late),
        to_come=Sum(owed, filter=~late, default=0),
        many_overdue=Count("id", filter=late),
        late=Sum(owed, filter=late, default=0),
    )
    return [Outstanding(*row) for row in sums.order_by("currency")]


def tallies(*, today: date) -> dict[Standing, int]:
    """How many invoices stand where. One statement."""
    asked: Iterable[Standing] = Standing
    counts = {each.value: Count("id", filter=standing_in(each.value, today=today)) for each in asked}
    found = Invoice.objects.aggregate(**counts)
    return {each: found[each.value] for each in asked}
