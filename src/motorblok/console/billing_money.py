"""The money of one client: on which invoice it stands, what is kept, and what two people let go back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.actions.refunds import approve_refund, refuse_refund
from billing.models import Debtor, Refund
from billing.queries.client_money import client_money
from billing.queries.going_back import GoesBack
from billing.queries.second_person import waiting_hand_payments, waiting_refunds
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing
from motorblok.console.door import draw, now
from motorblok.console.names import person_names
from motorblok.kernel.errors import NotFound, Words
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt
from tenants.models import Client

STATES: dict[str, tuple[str, Words]] = {
    "proposed": ("circle-dashed", gettext_lazy("Waits for a second person")),
    "to_transfer": ("landmark", gettext_lazy("To be transferred by us")),
    "asked": ("send", gettext_lazy("On its way")),
    "stuck": ("triangle-alert", gettext_lazy("The gateway refused it")),
    "gone": ("circle-check", gettext_lazy("Paid back")),
    "failed": ("circle-x", gettext_lazy("It did not arrive and came back")),
}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_money_page(request: StaffRequest, client: Client) -> HttpResponse:
    """What came in, what is kept and what goes back. The same number of questions however much there is."""
    found = client_money(debtor_of(client))
    names = person_names(*(_staff(each.proposed_by) for each in found.refunds))
    refunds = [
        (each, *STATES[each.state], names.get(_staff(each.proposed_by), ""), _is_own(request, each))
        for each in found.refunds
    ]
    context: dict[str, Any] = {"client": client, "money": found, "refunds": refunds}
    return draw(request, "console/billing/money.html", section="billing", **context)


@staff_only(*MONEY_ROLES)
@require_safe
def refunds(request: StaffRequest) -> HttpResponse:
    """What of all clients waits for a second person, and what is to be transferred."""
    found, by_hand = waiting_refunds(), waiting_hand_payments()
    by = [each.proposed_by for each in found] + [each.proposed_by for each in by_hand]
    names = person_names(*map(_staff, by))
    me = str(request.viewer.actor)
    told = [(each, names.get(_staff(each.proposed_by), ""), each.proposed_by == me) for each in found]
    context: dict[str, Any] = {
        "proposed": [each for each in told if each[0].state == Refund.State.PROPOSED],
        "to_transfer": [each for each in told if each[0].state == Refund.State.ORDERED],
        "by_hand": [
            (each, names.get(_staff(each.proposed_by), ""), each.proposed_by == me) for each in by_hand
        ],
    }
    return draw(request, "console/billing/refunds.html", section="billing", tab="billing", **context)


@staff_only(*MONEY_ROLES)
@require_POST
@inside_billing
def refund_approval(request: StaffRequest, client: Client, refund_id: UUID) -> HttpResponse:
    """Agree that money goes back."""
    return _decided(request, client, refund_id, approve_refund, done=_("It is ordered: the money goes back."))


@staff_only(*MONEY_ROLES)
@require_POST
@inside_billing
def refund_refusal(request: StaffRequest, client: Client, refund_id: UUID) -> HttpResponse:
    """Not agree, or withdraw what one proposed."""
    return _decided(request, client, refund_id, refuse_refund, done=_("The money is kept for the client."))


def debtor_of(client: Client) -> Debtor:
    """The client as one who pays. Raises NotFound."""
    found = Debtor.objects.select_related("client").filter(pk=client.pk).first()
    if found is None:
        raise NotFound
    return found


def _decided(
    request: StaffRequest, client: Client, refund_id: UUID, verb: Callable[..., object], *, done: str
) -> HttpResponse:
    if not Refund.objects.filter(pk=refund_id, debtor=client.pk).exists():
        raise NotFound
    attempt(request, lambda: verb(refund_id, actor=request.viewer.actor, at=now()), words=done)
    return redirect("console:client-money", client.slug)


def _staff(actor: str) -> UUID | None:
    return id_in(actor.partition(":")[2])


def _is_own(request: StaffRequest, each: GoesBack) -> bool:
    return each.proposed_by == str(request.viewer.actor)
