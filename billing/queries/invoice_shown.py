"""One invoice whole: its lines, its VAT, what was paid of it, what was credited on it, and how it was sent."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.db.models import Count

from billing.documents.figures import stated
from billing.invoice_standing import Standing
from billing.lines_shown import LineShown, TaxShown, kept_lines, taxes_shown
from billing.models import Allocation, BilledUsage, Credit, GatewayCall, Invoice, UsageRecord
from billing.queries.invoice_list import InvoiceRow
from billing.queries.papers import exchange_in
from billing.queries.refunds import GOES_BY_TRANSFER
from billing.rating.shapes import TaxLine
from billing.rating.wording import Language
from motorblok.kernel.errors import NotFound

RECORDS = 100


@dataclass(frozen=True, slots=True)
class Settlement:
    """A sum that settled an invoice: by a payment, or by a credit note that has a number. Below 0 it was taken back."""

    id: UUID
    payment_id: UUID | None
    may_be_undone: bool
    amount: int
    at: datetime
    received_on: date | None
    gateway: str
    payer: str
    credit_note: str


@dataclass(frozen=True, slots=True)
class CreditOn:
    """A credit that stands on an invoice."""

    id: UUID
    amount: int
    reason_en: str
    reason_nl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceShown:
    """An invoice with everything about it; `row` is what lists show of it.

    `own_vat` is the sentence that states its VAT in the seller's own currency, where that is another.
    """

    row: InvoiceRow
    net: int
    vat: int
    own_vat: str
    settled: int
    lines: tuple[LineShown, ...]
    taxes: tuple[TaxShown, ...]
    settlements: tuple[Settlement, ...]
    notes: tuple[InvoiceRow, ...]
    corrects: InvoiceRow | None
    po_number: str
    gateway: str
    input_hash: str
    buyer: str
    made_at: datetime
    subscription_id: UUID | None

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.row.standing == Standing.DRAFT

    @property
    def is_final(self) -> bool:
        """Whether it has a number and papers."""
        return bool(self.row.number)

    @property
    def may_be_credited(self) -> bool:
        """Whether it is a final invoice of which something was asked."""
        return self.is_final and self.row.standing != Standing.CREDIT and self.row.total > 0


def found_invoice(invoice_id: UUID, *, debtor_id: UUID | None = None) -> Invoice:
    """An invoice, of this debtor where one is given; a client sees no drafts. Raises NotFound."""
    of = Invoice.objects.select_related("debtor__client", "legal_entity", "corrects__debtor__client")
    if debtor_id:
        of = of.filter(debtor=debtor_id, state=Invoice.State.FINAL)
    found: Invoice | None = of.filter(id=invoice_id).first()
    if found is None:
        raise NotFound
    return found


def invoice_shown(invoice: Invoice, *, today: date, language: Language) -> InvoiceShown:
    """The same with its lines, in a language. Five statements, however long it is."""
    buyer = invoice.buyer or {}
    return InvoiceShown(
        row=InvoiceRow.of(invoice, today=today),
        net=invoice.net,
        vat=invoice.vat,
        own_vat=_own_vat(invoice, language),
        settled=invoice.settled,
        lines=lines_of(invoice, language=language),
        taxes=taxes_shown(_taxes(invoice), language=language),
        settlements=tuple(_settlements(invoice)),
        notes=tuple(InvoiceRow.of(note, today=today) for note in _notes(invoice)),
        corrects=InvoiceRow.of(invoice.corrects, today=today) if invoice.corrects else None,
        po_number=invoice.po_number,
        gateway=invoice.gateway,
        input_hash=invoice.input_hash,
        buyer=str(buyer.get("legal_name") or invoice.debtor.legal_name),
        made_at=invoice.made_at,
        subscription_id=invoice.subscription_id,
    )


def lines_of(invoice: Invoice, *, language: Language) -> tuple[LineShown, ...]:
    """The lines of an invoice, with how many records of usage stand on each."""
    many = BilledUsage.objects.filter(invoice=invoice).values_list("position").annotate(Count("record_id"))
    return kept_lines(
        invoice.lines.order_by("position"),
        currency=invoice.currency,
        language=language,
        records=dict(many),
    )


def credits_on(invoice: Invoice) -> list[CreditOn]:
    """The credits that were posted on an invoice, or on its credit notes."""
    found = Credit.objects.filter(posted_on=invoice).order_by("proposed_at", "id")
    return [CreditOn(*row) for row in found.values_list("id", "amount", "reason_en", "reason_nl")]


def stuck_call(invoice: Invoice) -> str:
    """Why an invoice could not be sent through its gateway, where a person must look; else nothing."""
    stuck = GatewayCall.objects.filter(
        key__startswith=f"inv:{invoice.id}:", state=GatewayCall.State.STUCK
    ).values_list("error", flat=True)
    return stuck.first() or ""


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record of usage on a line of an invoice; `quantity` in `unit`: pieces, seconds or seats."""

    id: UUID
    number: str
    meter: str
    service_line: str
    quantity: Decimal
    unit: str
    occurred_at: datetime
    recorded_at: datetime
    reason: str


class LinePage(TypedDict):
    """What a page of a line is drawn with; `after` is where the next page of records begins, if there is one."""

    invoice: InvoiceShown
    line: LineShown
    records: list[RecordShown]
    after: UUID | None


def line_page(invoice: Invoice, shown: InvoiceShown, position: int, *, after: UUID | None) -> LinePage:
    """A line and a page of the records behind it, as they were written down. Raises NotFound where there is no such line."""
    line = next((each for each in shown.lines if each.position == position), None)
    if line is None:
        raise NotFound
    rows = _records(invoice, position, size=RECORDS + 1, after=after)
    following = rows[RECORDS - 1].id if len(rows) > RECORDS else None
    return LinePage(invoice=shown, line=line, records=rows[:RECORDS], after=following)


def _records(invoice: Invoice, position: int, *, size: int, after: UUID | None) -> list[RecordShown]:
    found = UsageRecord.objects.filter(billed__invoice=invoice, billed__position=position)
    if after:
        found = found.filter(id__gt=after)
    fields = RecordShown.__slots__
    return [RecordShown(*row) for row in found.order_by("id").values_list(*fields)[:size]]


def _own_vat(invoice: Invoice, language: Language) -> str:
    exchange = exchange_in(invoice.exchange)
    return stated(invoice.vat, invoice.currency, exchange=exchange, language=language)


def _taxes(invoice: Invoice) -> list[TaxLine]:
    kept = json.loads(bytes(invoice.rated) or b"{}").get("taxes", [])
    return [TaxLine(**{**each, "percent": Decimal(each["percent"])}) for each in kept]


def _notes(invoice: Invoice) -> list[Invoice]:
    found = Invoice.objects.filter(corrects=invoice, state=Invoice.State.FINAL)
    return list(found.select_related("debtor__client").order_by("final_at", "id"))


def _settlements(invoice: Invoice) -> list[Settlement]:
    found = Allocation.objects.filter(invoice=invoice).select_related("payment", "credit_note", "undone")
    return [_settlement(each, invoice) for each in found.order_by("at", "id")]


def _settlement(each: Allocation, of: Invoice) -> Settlement:
    paid, note = each.payment, each.credit_note
    by_transfer = paid is not None and (paid.gateway in GOES_BY_TRANSFER or paid.gateway != of.gateway)
    return Settlement(
        id=each.id,
        payment_id=paid.id if paid else None,
        may_be_undone=by_transfer and each.amount > 0 and not hasattr(each, "undone"),
        amount=each.amount,
        at=each.at,
        received_on=paid.received_on if paid else None,
        gateway=paid.gateway if paid else "",
        payer=paid.payer if paid else "",
        credit_note=(note.number or "") if note else "",
    )
