"""What a client pays for: its plan, its next invoice line by line, what was used so far, and what is to be expected."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.queries.first_charge import first_charge
from billing.queries.invoice_list import Sought, invoice_page, outstanding
from billing.queries.outlook import next_invoice
from billing.queries.paying import has_means_of_payment, must_give_means
from billing.queries.subscriptions import subscription
from billing.shown import SubscriptionPage
from billing.speaking import language
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import ContactRole
from motorblok.portal.banners import banner
from motorblok.portal.door import draw, now, today
from motorblok.portal.means import GIVEN
from motorblok.portal.words import line_names

LATEST = 4


@contact_only(ContactRole.DIRECTOR)
@require_safe
def billing(request: ContactRequest) -> HttpResponse:
    """Plan, usage, next and latest invoices of the viewer's own client."""
    at, client, client_id = now(), client_of(request), request.viewer.client_id
    on, must_give = today(request, at=at), must_give_means(client_id)
    plan = subscription(client_id, at=at)
    context: dict[str, Any] = {
        "plan": plan,
        "trial_last_on": _last_day_of_trial(plan),
        "next": next_invoice(client_id, at=at, language=language()),
        "latest": invoice_page(seen_by(request), today=on, size=LATEST).rows,
        "outstanding": outstanding(today=on, debtor_id=client_id),
        "has_means": has_means_of_payment(client_id),
        "banner": banner(request.viewer, client, at=at) if client else None,
        "must_give_means": must_give,
        "is_given": GIVEN in request.GET,
        "first": first_charge(client_id, at=at) if must_give else None,
        "service_lines": line_names(),
    }
    return draw(request, "portal/billing/home.html", section="billing", **context)


def _last_day_of_trial(plan: SubscriptionPage | None) -> date | None:
    if plan is None or plan.standing != "trial" or plan.trial_ends_on is None:
        return None
    return plan.trial_ends_on - timedelta(days=1)


def seen_by(request: ContactRequest) -> Sought:
    """What of all invoices is for the viewer's eyes: the final ones of its own client."""
    return Sought(debtor_id=request.viewer.client_id, is_final=True)
