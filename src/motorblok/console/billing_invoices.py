"""The list of all clients' invoices: found by where they stand, currency and words, and taken along as CSV."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.csv_files import answer
from billing.invoice_standing import Standing
from billing.money import OFFERED, major
from billing.queries.invoice_list import InvoiceRow, Sought, invoice_page
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.asked import plain
from motorblok.console.door import draw, now
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import id_in
from tenants.models import Client

PAGE, LARGEST_FILE = 50, 50_000
HEADINGS = ("number", "kind", "client", "standing", "period_start", "period_end", "issued", "due")


@staff_only(*MONEY_ROLES)
@require_safe
def invoices(request: StaffRequest) -> HttpResponse:
    """Invoices and credit notes of all clients, the newest first."""
    at = now()
    sought, client = sought_in(request)
    today = timezone.localtime(at).date()
    found = invoice_page(sought, today=today, size=PAGE, after=_cursor(request))
    context: dict[str, Any] = {
        "rows": found.rows,
        "more": _query(request, after=str(found.after)) if found.after else "",
        "is_narrowed": sought != Sought(),
        "is_later": bool(_cursor(request)),
        "text": sought.text,
        "client": None,
        "of_client": client,
        "choices": _choices(sought),
        "csv": _query(request, after=""),
    }
    return draw(request, "console/billing/invoices.html", section="billing", tab="invoices", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def invoices_file(request: StaffRequest) -> HttpResponse:
    """What the list shows, all of it, as CSV; sums are whole units of their currency."""
    today = timezone.localtime(now()).date()
    sought, _client = sought_in(request)
    found = invoice_page(sought, today=today, size=LARGEST_FILE)
    return answer("invoices", [*HEADINGS, "total", "owed", "currency"], map(_cells, found.rows))


def sought_in(request: HttpRequest) -> tuple[Sought, Client | None]:
    """What an address asks for, and the client where it names one; what makes no sense is left out."""
    asked = {name: plain(request.GET.get(name, "")) for name in ("standing", "currency", "text", "client")}
    client = Client.objects.filter(slug=asked["client"]).first() if asked["client"] else None
    if asked["client"] and client is None:
        raise NotFound
    sought = Sought(
        standing=asked["standing"] if asked["standing"] in Standing.values else "",
        currency=asked["currency"] if asked["currency"] in OFFERED else "",
        text=asked["text"],
    )
    return replace(sought, debtor_id=client.id) if client else sought, client


def _cells(row: InvoiceRow) -> Iterator[object]:
    yield from (row.number, row.kind, row.client, row.standing.value, row.period.start, row.period.end)
    yield from (row.issued_on or "", row.due_on or "")
    yield from (major(row.total, currency=row.currency), major(row.owed, currency=row.currency), row.currency)


def _cursor(request: HttpRequest) -> UUID | None:
    return id_in(request.GET.get("after", ""))


def _query(request: HttpRequest, **changes: str) -> str:
    kept = {name: request.GET.get(name, "") for name in ("standing", "currency", "text", "client")} | changes
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _choices(sought: Sought) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Of each select its name, its label, its value and its options."""
    standings = [(each.value, str(each.label).capitalize()) for each in Standing]
    currencies = [(each, each) for each in OFFERED]
    return [
        ("standing", _("Standing"), sought.standing, [("", _("Wherever they stand")), *standings]),
        ("currency", _("Currency"), sought.currency, [("", _("In all currencies")), *currencies]),
    ]
