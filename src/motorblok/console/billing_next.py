"""The next invoice of one client as things stand, and making what is due of it without waiting for the clock."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from billing.actions.scheduling import Billed, bill_subscription
from billing.queries.outlook import next_invoice as next_of
from billing.queries.subscriptions import subscription
from billing.speaking import language
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret, toast
from tenants.models import Client


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def next_invoice(request: StaffRequest, client: Client) -> HttpResponse:
    """What the client sees of its next invoice too: every line, how it was counted, and what is to be expected."""
    at = now()
    context: dict[str, Any] = {
        "client": client,
        "next": next_of(client.id, at=at, language=language()),
    }
    return draw(request, "console/billing/next.html", section="billing", tab="invoices", **context)


@staff_only(*MONEY_ROLES)
@require_POST
@inside_billing
def billing_run(request: StaffRequest, client: Client) -> HttpResponse:
    """Make the invoices of one client that are due by now; what is made already stays as it is."""
    at = now()
    found = subscription(client.id, at=at)
    if found is None:
        raise NotFound
    try:
        done = bill_subscription(found.id, actor=request.viewer.actor, at=at)
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, _made(done))
    return redirect("console:next-invoice", client.slug)


def _made(done: Billed) -> str:
    if not done.drafted and not done.finalised:
        return _("Nothing was due.")
    return ngettext(
        "%(drafted)d invoice was drawn up; final: %(final)d.",
        "%(drafted)d invoices were drawn up; final: %(final)d.",
        done.drafted,
    ) % {"drafted": done.drafted, "final": done.finalised}
