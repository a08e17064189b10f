"""The page of reminders: who is late, how much and how long, what comes next, and what a person decides about it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.actions import hand_payments, holds, life
from billing.lives import NAMES
from billing.money import rounded
from billing.queries.credited import invoice_of
from billing.queries.dunning import LateDebtor, late_debtors, steps, suspended_debtors
from billing.speaking import language
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_invoice import opened_invoice
from motorblok.console.door import draw, now
from motorblok.console.figures import FigureField
from motorblok.kernel.actors import Actor
from motorblok.kernel.toasts import attempt, regret
from tenants.models import Client
from tenants.queries import client_by_slug


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class PauseForm(ReasonForm):
    """Until when nobody is reminded, and why."""

    until_on = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class HandPaymentForm(forms.Form):
    """What came in by another way, when, and where the evidence is."""

    amount = FigureField(label=gettext_lazy("Amount"), decimal_places=2)
    received_on = forms.DateField(
        label=gettext_lazy("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=500,
        help_text=gettext_lazy("Where a second person finds it: a receipt, another account."),
    )


@staff_only(*MONEY_ROLES)
@require_safe
def dunning(request: StaffRequest) -> HttpResponse:
    """Who is late, the latest first. The same number of questions however many there are."""
    at = now()
    found = late_debtors(at=at)
    context: dict[str, Any] = {
        "late": [(each, _name(each.debtor.life)) for each in found],
        "sums": _sums(found),
        "suspended": suspended_debtors(),
        "steps": len(steps()),
        "me": str(request.viewer.actor),
        "pause_form": PauseForm(prefix="pause"),
        "today": at.date(),
    }
    return draw(request, "console/billing/dunning.html", section="billing", tab="dunning", **context)


@staff_only(*MONEY_ROLES)
@require_POST
def reminder_pause(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Remind nobody of an invoice until a day."""
    return _with(request, PauseForm, invoice_id, holds.pause_reminders, _("Nobody is reminded until then."))


@staff_only(*MONEY_ROLES)
@require_POST
def reminder_resumption(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Let the reminders go on."""
    opened_invoice(request, invoice_id)
    return _done(request, invoice_id, holds.resume_reminders, _("The reminders go on."))


@staff_only(*MONEY_ROLES)
@require_POST
def invoice_dispute(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Note that the client disputes an invoice."""
    return _with(request, ReasonForm, invoice_id, holds.dispute_invoice, _("The dispute is noted."))


@staff_only(*MONEY_ROLES)
@require_POST
def invoice_dispute_settlement(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Note that it is settled."""
    opened_invoice(request, invoice_id)
    return _done(request, invoice_id, holds.settle_dispute, _("The dispute is settled."))


@staff_only(*MONEY_ROLES)
@require_POST
def hand_payment(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """Say that an invoice was paid by another way."""

    def proposed(of: UUID, *, amount: Decimal, actor: Actor, at: datetime, **said: Any) -> object:
        minor = rounded(amount, currency=invoice_of(of).currency)
        return hand_payments.propose_payment(of, amount=minor, actor=actor, at=at, **said)

    words = _("A second person must agree before it counts.")
    return _with(request, HandPaymentForm, invoice_id, proposed, words)


@staff_only(*MONEY_ROLES)
@require_POST
def hand_payment_confirmation(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    """Agree that it was paid."""
    return _done(request, payment_id, hand_payments.confirm_payment, _("The invoice is paid."))


@staff_only(*MONEY_ROLES)
@require_POST
def hand_payment_refusal(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    """Not agree."""
    return _done(request, payment_id, hand_payments.refuse_payment, _("It does not count."))


@staff_only(*MONEY_ROLES)
@require_POST
def client_billing_suspension(request: StaffRequest, slug: str) -> HttpResponse:
    """Suspend a client that has not paid; the verb asks once more whether we are sure."""
    client = _opened(request, slug)
    return _done(request, client.pk, life.confirm_suspension, _("The client is suspended: it can be read."))


@staff_only(*MONEY_ROLES)
@require_POST
def client_billing_lifting(request: StaffRequest, slug: str) -> HttpResponse:
    """Let it go on although it has not paid."""
    return _done(request, _opened(request, slug).pk, life.lift_suspension, _("The client is open again."))


def _opened(request: StaffRequest, slug: str) -> Client:
    client = client_by_slug(slug)
    enter_client(client, actor=request.viewer.actor, at=now())
    return client


def _with(
    request: StaffRequest, kind: type[forms.Form], key: UUID, verb: Callable[..., object], words: str
) -> HttpResponse:
    form = kind(request.POST)
    if not form.is_valid():
        first = next(iter(form.errors.items()))
        regret(request, f"{form.fields[first[0]].label}: {first[1][0]}")
        return redirect("console:dunning")

    def said(of: UUID, *, actor: Actor, at: datetime) -> object:
        return verb(of, **form.cleaned_data, actor=actor, at=at)

    return _done(request, key, said, words)


def _done(request: StaffRequest, key: UUID, verb: Callable[..., object], words: str) -> HttpResponse:
    attempt(request, lambda: verb(key, actor=request.viewer.actor, at=now()), words=words)
    return redirect("console:refunds" if request.POST.get("back") == "refunds" else "console:dunning")


def _name(life_of: str) -> str:
    return NAMES[life_of].nl if language() == "nl" else NAMES[life_of].en


def _sums(found: tuple[LateDebtor, ...]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in found:
        for invoice in each.invoices:
            sums[invoice.currency] = sums.get(invoice.currency, 0) + invoice.owed
    return sums
