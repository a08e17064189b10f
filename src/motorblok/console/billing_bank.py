"""The page of the bank: read a statement, say what an open transfer is for, set it aside, and undo either."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from billing.actions import bank_entries
from billing.actions.refund_transfers import match_refund
from billing.actions.statements import Imported, import_statement
from billing.documents.camt.entries import LARGEST
from billing.paying_back import known_refund
from billing.queries.bank import bank as bank_shown
from billing.queries.bank import invoices_numbered
from billing.queries.second_person import refunds_to_transfer
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt, regret, toast


class StatementForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CAMT.053)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.camt,application/xml,text/xml"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes; one that is far too large is not even read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a bank statement."))
        return bytes(file.read())


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: StaffRequest) -> HttpResponse:
    """What came in and went out and is not understood yet; sent with a file, it is read first."""
    form, refusal = StatementForm(), None
    if request.method == "POST":
        form = StatementForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = import_statement(form.cleaned_data["file"], actor=request.viewer.actor, at=now())
            except DomainError as error:
                refusal = error
            else:
                toast(request, _in_words(found))
                return redirect("console:bank")
    shown = bank_shown(at=now())
    back = refunds_to_transfer(-each.row.amount for each in shown.open if each.row.amount < 0)
    entries = [(each, back.get(-each.row.amount, ())) for each in shown.open]
    context: dict[str, Any] = {"bank": shown, "entries": entries, "form": form, "refusal": refusal}
    status = 422 if refusal or form.errors else 200
    return draw(request, "console/billing/bank.html", section="billing", tab="bank", status=status, **context)


@staff_only(*MONEY_ROLES)
@require_POST
def entry_match(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Say which invoices a transfer is for: those that were ticked, or those whose numbers were written."""

    def matched() -> None:
        numbers = [
            *request.POST.getlist("invoice"),
            *request.POST.get("numbers", "").replace(",", " ").split(),
        ]
        invoice_ids = invoices_numbered(numbers)
        bank_entries.match_entry(entry_id, invoice_ids=invoice_ids, actor=request.viewer.actor, at=now())

    try:
        return _done(request, matched, _("The transfer is matched."))
    except NotFound:
        regret(request, _("Give the numbers of final invoices of one client; nothing was changed."))
        return redirect("console:bank")


@staff_only(*MONEY_ROLES)
@require_POST
def entry_refund(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Say that a transfer which went out is a refund that was ordered."""
    refund_id = id_in(request.POST.get("refund", ""))
    if refund_id is None:
        raise NotFound
    enter_client(known_refund(refund_id).debtor.client, actor=request.viewer.actor, at=now())

    def matched() -> None:
        match_refund(refund_id, entry_id=entry_id, actor=request.viewer.actor, at=now())

    return _done(request, matched, _("The transfer is the refund: the money has gone back."))


@staff_only(*MONEY_ROLES)
@require_POST
def entry_unmatching(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Undo a match: what it settled is open again."""

    def undone() -> None:
        bank_entries.unmatch_entry(entry_id, actor=request.viewer.actor, at=now())

    return _done(request, undone, _("The match is undone; the transfer is open again."))


@staff_only(*MONEY_ROLES)
@require_POST
def entry_setting_aside(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Set a transfer aside that pays no invoice."""

    def ignored() -> None:
        reason = request.POST.get("reason", "")
        bank_entries.ignore_entry(entry_id, reason=reason, actor=request.viewer.actor, at=now())

    return _done(request, ignored, _("The transfer is set aside."))


@staff_only(*MONEY_ROLES)
@require_POST
def entry_taking_up(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Look at it again."""

    def taken_up() -> None:
        bank_entries.take_up_entry(entry_id, actor=request.viewer.actor, at=now())

    return _done(request, taken_up, _("The transfer is open again."))


def _done(request: StaffRequest, act: Callable[[], None], words: str) -> HttpResponse:
    attempt(request, act, words=words)
    return redirect("console:bank")


def _in_words(found: Imported) -> str:
    if not found.new:
        return _("Nothing new: all of this was read before.")
    return ngettext(
        "%(new)s new transfer was read; %(booked)s booked by itself.",
        "%(new)s new transfers were read; %(booked)s booked by themselves.",
        found.new,
    ) % {"new": found.new, "booked": found.booked}
