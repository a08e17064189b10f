"""Forms about one payment: put what is kept of it on an invoice, take it off again, and propose to pay it back."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.allocations import allocate, undo_allocation
from billing.actions.refunds import propose_refund
from billing.money import major, rounded
from billing.queries.client_money import Came, open_to_put_on, part_of, payment_of
from billing.speaking import money as as_money
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing
from motorblok.console.billing_money import ReasonForm, debtor_of
from motorblok.console.door import draw, now, posted
from motorblok.console.figures import FigureField
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer, tell
from motorblok.kernel.toasts import toast
from tenants.models import Client

GET_OR_POST = ["GET", "HEAD", "POST"]


class SumForm(ReasonForm):
    """How much, and why."""

    amount = FigureField(label=gettext_lazy("Amount"), decimal_places=2)
    field_order = ("invoice", "amount", "reason")


class PutForm(SumForm):
    """On which invoice."""

    invoice = forms.ChoiceField(label=gettext_lazy("Invoice"))


class RefundForm(SumForm):
    """A form that is sent twice proposes once."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


@staff_only(*MONEY_ROLES)
@require_http_methods(GET_OR_POST)
@inside_billing
def allocation(request: StaffRequest, client: Client, payment_id: UUID) -> HttpResponse:
    """Put money that is kept on an invoice."""
    debtor = debtor_of(client)
    money = payment_of(debtor, payment_id)
    owed = open_to_put_on(debtor, currency=money.currency)
    least = min(money.free, owed[0].owed) if owed else 0
    form = PutForm(posted(request), initial=_sum(money, least))
    offer(form, "invoice", [(str(each.pk), _owed(each)) for each in owed])
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = allocate(
                money.id,
                invoice_id=UUID(asked["invoice"]),
                amount=_minor(asked["amount"], money),
                reason=asked["reason"],
                actor=request.viewer.actor,
                at=now(),
            )
        except DomainError as refused:
            tell(form, refused)
        else:
            back = reverse("console:allocation-undoing", args=[client.slug, made.pk])
            toast(request, _("The money is put on the invoice."), undo=back, reason=_("Taken back at once"))
            return redirect("console:client-money", client.slug)
    return _form(request, "allocation", client, form, money, can_be_sent=bool(owed and money.free))


@staff_only(*MONEY_ROLES)
@require_http_methods(GET_OR_POST)
@inside_billing
def allocation_undoing(request: StaffRequest, client: Client, allocation_id: UUID) -> HttpResponse:
    """Take a sum off an invoice again; it is kept for the client."""
    part, money = part_of(debtor_of(client), allocation_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            undo_allocation(part.id, reason=reason, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            tell(form, refused)
        else:
            toast(request, _("The money is taken off; it is kept for the client."))
            return redirect("console:client-money", client.slug)
    return _form(request, "undoing", client, form, money, part=part, can_be_sent=part.may_be_undone)


@staff_only(*MONEY_ROLES)
@require_http_methods(GET_OR_POST)
@inside_billing
def refund(request: StaffRequest, client: Client, payment_id: UUID) -> HttpResponse:
    """Propose to pay money back; a second person decides."""
    money = payment_of(debtor_of(client), payment_id)
    form = RefundForm(posted(request), initial=_sum(money, money.can_go_back))
    if form.is_valid():
        asked = form.cleaned_data
        try:
            propose_refund(
                money.id,
                amount=_minor(asked["amount"], money),
                reason=asked["reason"],
                refund_id=asked["token"],
                actor=request.viewer.actor,
                at=now(),
            )
        except DomainError as refused:
            tell(form, refused)
        else:
            toast(request, _("A second person must agree before the money goes back."))
            return redirect("console:client-money", client.slug)
    return _form(request, "refund", client, form, money, can_be_sent=bool(money.can_go_back))


def _form(
    request: StaffRequest, kind: str, client: Client, form: forms.Form, money: Came, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"client": client, "form": form, "came": money, "kind": kind, **more}
    return draw(request, "console/billing/money_form.html", section="billing", status=status, **context)


def _sum(money: Came, minor: int) -> dict[str, Any]:
    return {"amount": major(minor, currency=money.currency)} if minor else {}


def _minor(amount: Decimal, money: Came) -> int:
    return rounded(amount, currency=money.currency)


def _owed(invoice: Any) -> str:
    left = as_money(invoice.owed, invoice.currency)
    return _("%(number)s, %(left)s left") % {"number": invoice.number, "left": left}
