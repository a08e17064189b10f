"""Claims of clients: the list, one with what its clauses give, and the answer: taken up as a proposal, or declined."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.actions.claim_answers import decline_claim, take_up_by_clause, take_up_with_sum
from billing.actions.claims import LONGEST
from billing.money import rounded
from billing.queries.claim_list import STATES, ClaimShown, claim_page, claim_shown
from billing.queries.claiming import due_for
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now
from motorblok.console.plan_forms import CATEGORIES
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt
from motorblok.notify.actions import mark_read
from tenants.queries import client_by_slug

PAGE = 50
OF_ITS_OWN = ("open", "taken_up", "declined", "withdrawn")


class SumForm(forms.Form):
    """A sum of a person's own, before VAT."""

    amount = forms.DecimalField(
        label=gettext_lazy("Sum before VAT"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    vat_category = forms.ChoiceField(label=gettext_lazy("VAT"), choices=list(CATEGORIES.items()))


class DeclineForm(forms.Form):
    """Why not: the client reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The client reads this."),
    )


@staff_only(*MONEY_ROLES)
@require_safe
def claims(request: StaffRequest) -> HttpResponse:
    """All claims, those first that wait for an answer."""
    state = request.GET.get("state", "")
    state = state if state in OF_ITS_OWN else ""
    found = claim_page(state=state, size=PAGE, after=id_in(request.GET.get("after", "")))
    context: dict[str, Any] = {
        "rows": found.rows,
        "after": found.after,
        "state": state,
        "states": [(key, STATES[key]) for key in OF_ITS_OWN],
    }
    return draw(request, "console/billing/claims.html", section="billing", tab="claims", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def claim(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """One claim, with what the clauses of its service line give."""
    mark_read(request.viewer.person_id, matter=claim_id, at=now())
    return _page(request, _entered(request, claim_id))


@staff_only(*MONEY_ROLES)
@require_POST
def claim_by_clause(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Take it up: what the clauses give is proposed."""
    _entered(request, claim_id)
    done = _("The credit is proposed; a second person decides.")
    return _answered(request, claim_id, take_up_by_clause, done=done)


@staff_only(*MONEY_ROLES)
@require_POST
def claim_with_sum(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Take it up with a sum of one's own."""
    form, shown = SumForm(request.POST), _entered(request, claim_id)
    if not form.is_valid():
        return _page(request, shown, sum_form=form, status=422)
    said = {
        "amount": rounded(form.cleaned_data["amount"], currency=shown.currency),
        "vat_category": form.cleaned_data["vat_category"],
    }
    done = _("The credit is proposed; a second person decides.")
    return _answered(request, claim_id, take_up_with_sum, done=done, **said)


@staff_only(*MONEY_ROLES)
@require_POST
def claim_declining(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Say no, and why."""
    form, shown = DeclineForm(request.POST), _entered(request, claim_id)
    if not form.is_valid():
        return _page(request, shown, decline_form=form, status=422)
    done = _("The claim is declined; the client reads your reason.")
    return _answered(request, claim_id, decline_claim, done=done, reason=form.cleaned_data["reason"])


def _entered(request: StaffRequest, claim_id: UUID) -> ClaimShown:
    shown = claim_shown(claim_id)
    enter_client(client_by_slug(shown.row.slug), actor=request.viewer.actor, at=now())
    return shown


def _page(
    request: StaffRequest,
    shown: ClaimShown,
    *,
    sum_form: SumForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    due = due_for(shown.row.id, at=now()) if shown.row.is_open else 0
    context: dict[str, Any] = {
        "claim": shown,
        "due": due,
        "sum_form": sum_form or SumForm(),
        "decline_form": decline_form or DeclineForm(),
    }
    return draw(
        request, "console/billing/claim.html", section="billing", tab="claims", status=status, **context
    )


def _answered(
    request: StaffRequest, claim_id: UUID, verb: Callable[..., object], *, done: str, **said: object
) -> HttpResponse:
    def answer() -> object:
        return verb(claim_id, actor=request.viewer.actor, at=now(), **said)

    attempt(request, answer, words=done)
    return redirect("console:claim", claim_id)
