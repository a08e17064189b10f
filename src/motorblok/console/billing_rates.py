"""What an hour costs us: the page on which finance sets it by service line and currency, from a day on."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.cost_rates import set_cost_rate
from billing.money import OFFERED, rounded
from billing.queries.cost_rates import cost_rates
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.asked import plain
from motorblok.console.door import draw, now, posted
from motorblok.console.figures import FigureField
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer, tell
from motorblok.kernel.toasts import toast


class CostRateForm(forms.Form):
    """What an hour of a service line costs from a day on."""

    service_line = forms.ChoiceField(label=gettext_lazy("Service line"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(each, each) for each in OFFERED])
    per_hour = FigureField(label=gettext_lazy("An hour costs"), decimal_places=2)
    from_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def cost_rate_list(request: StaffRequest) -> HttpResponse:
    """What holds, what held and what is to hold; and the form for a new one. The same number of questions always."""
    at, lines = now(), line_names()
    today = timezone.localtime(at).date()
    form = CostRateForm(posted(request), initial=_asked(request) | {"from_on": today.replace(day=1)})
    offer(form, "service_line", lines.items())
    if form.is_valid():
        asked = form.cleaned_data
        minor = rounded(asked["per_hour"], currency=asked["currency"])
        try:
            set_cost_rate(
                asked["service_line"],
                per_hour=minor,
                currency=asked["currency"],
                from_on=asked["from_on"],
                actor=request.viewer.actor,
                at=at,
            )
        except DomainError as refused:
            tell(form, refused)
        else:
            toast(request, _("It is set: margins since that day are counted with it."))
            return redirect("console:cost-rates")
    found = cost_rates(today=today)
    known = {each.service_line for each in found if each.now}
    context: dict[str, Any] = {
        "rates": [(each, lines.get(each.service_line, each.service_line)) for each in found],
        "without": [name for code, name in lines.items() if code not in known],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return draw(
        request, "console/billing/cost_rates.html", section="billing", tab="revenue", status=status, **context
    )


def _asked(request: StaffRequest) -> dict[str, str]:
    return {name: plain(request.GET.get(name, "")) for name in ("service_line", "currency")}
