"""All subscriptions over all clients: found by where they stand and by plan, with what recurs each month."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.queries.plans import plans
from billing.queries.subscriptions import all_subscriptions
from billing.speaking import day, money
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now
from motorblok.console.subscription_words import SIGNS, STANDINGS

PAGE = 50


@staff_only(*MONEY_ROLES)
@require_safe
def subscription_list(request: StaffRequest) -> HttpResponse:
    """The subscriptions, by client."""
    known = plans()
    standing, plan = request.GET.get("standing", ""), request.GET.get("plan", "")
    standing = standing if standing in STANDINGS else ""
    plan = plan if plan in {each.code for each in known} else ""
    found = all_subscriptions(at=now(), standing=standing, plan=plan)
    shown = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))

    def turned(page: int) -> str:
        asked = {"standing": standing, "plan": plan, "page": page}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    context: dict[str, Any] = {
        "rows": [
            (
                row,
                SIGNS[row.standing],
                STANDINGS[row.standing],
                row.next_on and day(row.next_on),
                money(row.monthly, row.currency),
            )
            for row in shown
        ],
        "many": len(found.rows),
        "recurring": [(currency, money(total, currency)) for currency, total in found.recurring],
        "running": found.many,
        "is_narrowed": bool(standing or plan),
        "has_plans": bool(known),
        "choices": [
            ("standing", _("State"), standing, [("", _("All that have not ended")), *STANDINGS.items()]),
            ("plan", _("Plan"), plan, [("", _("All plans")), *((each.code, each.name) for each in known)]),
        ],
        "more": turned(shown.next_page_number()) if shown.has_next() else "",
        "less": turned(shown.previous_page_number()) if shown.has_previous() else "",
    }
    return draw(
        request, "console/billing/subscriptions.html", section="billing", tab="subscriptions", **context
    )
