"""A client's invoices: the list, one whole with the records behind its lines, and the papers to take along."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.csv_files import answer
from billing.filing import document_of
from billing.handing import attached, line_cells, records_file
from billing.models import Document, Invoice
from billing.queries.invoice_list import invoice_page
from billing.queries.invoice_shown import InvoiceShown, found_invoice, invoice_shown, line_page
from billing.queries.paying import page_of, transfer_of
from billing.speaking import language
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import id_in
from motorblok.notify.actions import mark_read
from motorblok.portal.billing import seen_by
from motorblok.portal.door import draw, now, today

PAGE = 24


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoices(request: ContactRequest) -> HttpResponse:
    """All final invoices and credit notes, the newest first."""
    on = today(request, at=now())
    found = invoice_page(seen_by(request), today=on, size=PAGE, after=_cursor(request))
    context: dict[str, Any] = {"rows": found.rows, "after": found.after, "is_later": bool(_cursor(request))}
    return draw(request, "portal/billing/invoices.html", section="billing", **context)


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoice(request: ContactRequest, invoice_id: UUID) -> HttpResponse:
    """One invoice, with how each line was counted and how it is paid."""
    found = _found(request, invoice_id)
    mark_read(request.viewer.person_id, matter=invoice_id, at=now())
    context: dict[str, Any] = {
        "invoice": _shown(request, found),
        "transfer": transfer_of(found),
        "page": page_of(found),
    }
    return draw(request, "portal/billing/invoice.html", section="billing", **context)


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoice_document(request: ContactRequest, invoice_id: UUID, wanted: str) -> HttpResponse:
    """The PDF or the UBL."""
    found = _found(request, invoice_id)
    if wanted not in Document.Format.values:
        raise NotFound
    return attached(found, wanted, document_of(found, wanted, at=now()))


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoice_file(request: ContactRequest, invoice_id: UUID) -> HttpResponse:
    """The lines as CSV."""
    found = _found(request, invoice_id)
    return answer(f"invoice-{found}", *line_cells(found))


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoice_line(request: ContactRequest, invoice_id: UUID, position: int) -> HttpResponse:
    """The records of usage behind a line, in pages."""
    found = _found(request, invoice_id)
    page = line_page(found, _shown(request, found), position, after=_cursor(request))
    return draw(request, "portal/billing/line.html", section="billing", **page)


@contact_only(ContactRole.DIRECTOR)
@require_safe
def invoice_line_file(request: ContactRequest, invoice_id: UUID, position: int) -> HttpResponse:
    """All records behind a line as CSV."""
    return records_file(_found(request, invoice_id), position)


def _found(request: ContactRequest, invoice_id: UUID) -> Invoice:
    return found_invoice(invoice_id, debtor_id=request.viewer.client_id)


def _shown(request: ContactRequest, found: Invoice) -> InvoiceShown:
    return invoice_shown(found, today=today(request, at=now()), language=language())


def _cursor(request: ContactRequest) -> UUID | None:
    return id_in(request.GET.get("after", ""))
