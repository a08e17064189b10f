"""One invoice: its lines with how they were counted, the records behind them, its papers, and what became of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.actions.finalising import finalise
from billing.csv_files import answer
from billing.filing import document_of
from billing.handing import attached, line_cells, records_file
from billing.models import Document, Invoice
from billing.queries.invoice_shown import credits_on, found_invoice, invoice_shown, line_page, stuck_call
from billing.queries.proofs import faults
from billing.speaking import language
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import regret, toast


@staff_only(*MONEY_ROLES)
@require_safe
def invoice(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """All there is to say about an invoice."""
    found = opened_invoice(request, invoice_id)
    context: dict[str, Any] = {
        "invoice": _shown(found),
        "credits": credits_on(found),
        "stuck": stuck_call(found),
        "slug": found.debtor.client.slug,
    }
    return draw(request, "console/billing/invoice.html", section="billing", tab="invoices", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def invoice_document(request: StaffRequest, invoice_id: UUID, wanted: str) -> HttpResponse:
    """The PDF or the UBL of a final invoice. Raises NotFound for a draft, and for what is neither."""
    found = opened_invoice(request, invoice_id)
    if found.state != Invoice.State.FINAL or wanted not in Document.Format.values:
        raise NotFound
    return attached(found, wanted, document_of(found, wanted, at=now()))


@staff_only(*MONEY_ROLES)
@require_safe
def invoice_file(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The lines of an invoice as CSV."""
    found = opened_invoice(request, invoice_id)
    return answer(f"invoice-{found}", *line_cells(found))


@staff_only(*MONEY_ROLES)
@require_safe
def invoice_line(request: StaffRequest, invoice_id: UUID, position: int) -> HttpResponse:
    """The records of usage behind a line, in pages."""
    found = opened_invoice(request, invoice_id)
    page = line_page(found, _shown(found), position, after=id_in(request.GET.get("after", "")))
    slug = found.debtor.client.slug
    return draw(request, "console/billing/line.html", section="billing", tab="invoices", slug=slug, **page)


@staff_only(*MONEY_ROLES)
@require_safe
def invoice_line_file(request: StaffRequest, invoice_id: UUID, position: int) -> HttpResponse:
    """All records behind a line as CSV."""
    found = opened_invoice(request, invoice_id)
    return records_file(found, position)


@staff_only(*MONEY_ROLES)
@require_safe
def invoice_proof(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The invoice counted again from what was kept, and compared to the byte."""
    found = opened_invoice(request, invoice_id)
    context = {"invoice": _shown(found), "faults": faults(found), "at": now()}
    return draw(request, "console/billing/proof.html", section="billing", tab="invoices", **context)


@staff_only(*MONEY_ROLES)
@require_POST
def invoice_finalisation(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Make a draft final now, without waiting for its grace; one that is final stays as it is."""
    opened_invoice(request, invoice_id)
    try:
        final = finalise(invoice_id, actor=request.viewer.actor, at=now())
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            raise
        regret(request, str(refusal))
    else:
        _tell(request, final)
    return redirect("console:invoice", invoice_id)


def opened_invoice(request: StaffRequest, invoice_id: UUID) -> Invoice:
    """The invoice, whose client's book tells who looked at it. Raises NotFound."""
    found = found_invoice(invoice_id)
    enter_client(found.debtor.client, actor=request.viewer.actor, at=now())
    return found


def _tell(request: StaffRequest, final: Invoice) -> None:
    if final.number:
        toast(request, _("Invoice %(number)s is final.") % {"number": final.number})
    else:
        toast(request, _("There is nothing to charge: the draft is put aside."))


def _shown(found: Invoice) -> Any:
    return invoice_shown(found, today=timezone.localtime(now()).date(), language=language())
