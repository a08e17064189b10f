"""Crediting a final invoice: how much of which line, and why; the credit note that comes of it is final at once."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.credit_notes import credit_invoice
from billing.models import Invoice
from billing.money import major, rounded
from billing.queries.credited import rooms
from billing.queries.invoice_shown import invoice_shown
from billing.speaking import language
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_invoice import opened_invoice
from motorblok.console.door import draw, now, posted
from motorblok.console.figures import FigureField
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import toast


class CreditNoteForm(OnceForm):
    """A sum for each line that has something left to credit, and the reason in both languages."""

    reason_en = forms.CharField(label=gettext_lazy("Reason, in English"), max_length=120)
    reason_nl = forms.CharField(label=gettext_lazy("Reason, in Dutch"), max_length=120)

    def __init__(self, *given: Any, invoice: Invoice, left: dict[int, int], names: dict[int, str]) -> None:
        super().__init__(*given)
        self.invoice, self.left = invoice, left
        for position, room in left.items():
            self.fields[f"line-{position}"] = FigureField(
                label=names[position],
                required=False,
                decimal_places=2,
                max_value=major(room, currency=invoice.currency),
            )

    def clean(self) -> dict[str, Any]:
        """Nothing credited is no credit note."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.amounts(cleaned):
            self.add_error(None, _("Say of at least one line how much of it is credited."))
        return cleaned

    def amounts(self, cleaned: dict[str, Any]) -> dict[int, int]:
        """Minor units by the position of the line."""
        sums = {position: cleaned.get(f"line-{position}") or Decimal(0) for position in self.left}
        return {
            position: rounded(amount, currency=self.invoice.currency)
            for position, amount in sums.items()
            if amount > 0
        }

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """The fields of the lines with what is left of each."""
        return [(self[f"line-{position}"], room) for position, room in self.left.items()]


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def credit_note(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Make a credit note on an invoice; a form sent twice makes one."""
    found, refusal = opened_invoice(request, invoice_id), None
    shown = invoice_shown(found, today=timezone.localtime(now()).date(), language=language())
    if not shown.may_be_credited:
        raise NotFound
    lines = list(found.lines.order_by("position"))
    left = {position: room for position, room in rooms(found, lines).items() if room > 0}
    form = CreditNoteForm(
        posted(request), invoice=found, left=left, names={each.position: each.name for each in shown.lines}
    )
    if form.is_valid():
        try:
            made = _make(request, form, found)
        except DomainError as refused:
            refusal = refused
            form.tell(refused)
        else:
            toast(request, _("Credit note %(number)s is final.") % {"number": made["number"]})
            return redirect("console:invoice", made["id"])
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"section": "billing", "tab": "invoices", "form": form, "invoice": shown}
    return draw(request, "console/billing/credit_note.html", refusal=refusal, status=status, **context)


def _make(request: StaffRequest, form: CreditNoteForm, found: Invoice) -> dict[str, Any]:
    asked, actor = form.cleaned_data, request.viewer.actor

    def credited() -> dict[str, Any]:
        made = credit_invoice(
            found.id,
            amounts=form.amounts(asked),
            reason_en=asked["reason_en"],
            reason_nl=asked["reason_nl"],
            actor=actor,
            at=now(),
        )
        return {"id": str(made.id), "number": made.number}

    return form.act_once(found.debtor_id, actor, content=asked, act=credited).body
