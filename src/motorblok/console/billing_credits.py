"""Credits for broken promises: the list, one with its evidence, and the decision of a second person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.actions.credits import approve_credit, reject_credit, reverse_credit
from billing.models import Credit
from billing.queries.credit_list import STATES, credit_page, credit_shown
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now
from motorblok.console.names import line_names
from motorblok.kernel.actors import Actor
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt, regret
from tenants.queries import client_by_slug

PAGE = 50


class ReasonForm(forms.Form):
    """Why a credit is refused or taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@staff_only(*MONEY_ROLES)
@require_safe
def credits(request: StaffRequest) -> HttpResponse:
    """All credits, those first that wait for a decision."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    found = credit_page(state=state, size=PAGE, after=id_in(request.GET.get("after", "")))
    context: dict[str, Any] = {
        "rows": found.rows,
        "after": found.after,
        "state": state,
        "states": STATES.items(),
        "lines": line_names(),
    }
    return draw(request, "console/billing/credits.html", section="billing", tab="credits", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def credit(request: StaffRequest, credit_id: UUID) -> HttpResponse:
    """One credit: what was promised, what was attained, each promise that was missed, and where the money went."""
    shown = credit_shown(credit_id)
    enter_client(client_by_slug(shown.row.slug), actor=request.viewer.actor, at=now())
    context: dict[str, Any] = {
        "credit": shown,
        "is_own": shown.proposed_by_id == request.viewer.actor.id,
        "line_words": line_names().get(shown.row.service_line, shown.row.service_line),
        "form": ReasonForm(),
    }
    return draw(request, "console/billing/credit.html", section="billing", tab="credits", **context)


@staff_only(*MONEY_ROLES)
@require_POST
def credit_approval(request: StaffRequest, credit_id: UUID) -> HttpResponse:
    """Agree to a credit; it goes on the invoice of its month, or on a credit note to it."""
    return _decided(request, credit_id, approve_credit, done=_("The credit is approved."))


@staff_only(*MONEY_ROLES)
@require_POST
def credit_rejection(request: StaffRequest, credit_id: UUID) -> HttpResponse:
    """Refuse a credit, with a reason."""
    return _with_reason(request, credit_id, reject_credit, done=_("The credit is rejected."))


@staff_only(*MONEY_ROLES)
@require_POST
def credit_reversal(request: StaffRequest, credit_id: UUID) -> HttpResponse:
    """Take a credit back, with a reason."""
    return _with_reason(request, credit_id, reverse_credit, done=_("The credit is taken back."))


def _with_reason(
    request: StaffRequest, credit_id: UUID, verb: Callable[..., Credit], *, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        regret(request, _("Say why; nothing was changed."))
        return redirect("console:credit", credit_id)

    def decided(decided_id: UUID, *, actor: Actor, at: datetime) -> Credit:
        return verb(decided_id, reason=form.cleaned_data["reason"], actor=actor, at=at)

    return _decided(request, credit_id, decided, done=done)


def _decided(
    request: StaffRequest, credit_id: UUID, verb: Callable[..., Credit], *, done: str
) -> HttpResponse:
    attempt(request, lambda: verb(credit_id, actor=request.viewer.actor, at=now()), words=done)
    return redirect("console:credit", credit_id)
