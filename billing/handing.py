"""How invoices are handed over as files: the papers under names that people know, lines and records as tables."""

from collections.abc import Iterable, Iterator
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse

from billing.csv_files import CSV
from billing.models import Document, Invoice, InvoiceLine
from billing.money import major
from billing.queries.usage import Behind, all_of
from billing.usage_csv import lines

TYPES = {
    Document.Format.PDF.value: ("application/pdf", "pdf"),
    Document.Format.UBL.value: ("application/xml", "xml"),
}
LINES = (
    "position", "code", "name_en", "name_nl", "service_line", "kind", "quantity", "unit", "unit_price", "net",
    "vat_percent", "vat_code", "period_start", "period_end", "currency",
)  # fmt: skip

Table = tuple[Iterable[str], Iterable[Iterable[object]]]
"""The headings of a table, and its rows."""


def attached(invoice: Invoice, wanted: str, content: bytes) -> HttpResponse:
    """A paper as a file under the invoice's number."""
    kind, ending = TYPES[wanted]
    made = HttpResponse(content, content_type=kind)
    made["Content-Disposition"] = f'attachment; filename="{invoice.number}.{ending}"'
    return made


def line_cells(invoice: Invoice) -> Table:
    """The lines of an invoice, sums in whole units of its currency."""
    return LINES, (_line(each, invoice.currency) for each in invoice.lines.order_by("position"))


def records_file(invoice: Invoice, position: int) -> HttpResponse:
    """The records of usage behind a line, as CSV; streamed, for there may be a million."""
    behind = Behind(client_id=invoice.debtor_id, invoice_id=invoice.id, position=position)
    made = StreamingHttpResponse(lines(all_of(behind)), content_type=CSV)
    made["Content-Disposition"] = f'attachment; filename="{invoice}-{position}.csv"'
    return cast(HttpResponse, made)  # the doors pass on whatever answers, and name only the usual kind


def _line(line: InvoiceLine, currency: str) -> Iterator[object]:
    yield from (line.position, line.code, line.name_en, line.name_nl, line.service_line, line.kind)
    yield from (line.quantity.normalize(), line.unit, line.unit_price.normalize())
    yield from (major(line.amount, currency=currency), line.vat_percent.normalize(), line.vat_code)
    yield from (line.period_start_on, line.period_end_on, currency)
