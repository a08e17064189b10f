"""The exchange rates by which VAT is stated in our own currency: those that hold, those that are missing, and one more."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.exchange_rates import set_exchange_rate
from billing.money import EURO, OFFERED, OTHER_CURRENCIES
from billing.queries.exchange_rates import currencies_without_rate, exchange_rates
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.dates import DayField
from motorblok.console.door import draw, now, posted
from motorblok.console.figures import FigureField
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast

CURRENCIES = list(dict.fromkeys(each for each in (*OFFERED, *OTHER_CURRENCIES.values()) if each != EURO))
USUAL = gettext_lazy("European Central Bank")


class RateForm(forms.Form):
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[(each, each) for each in CURRENCIES]
    )
    per_euro = FigureField(label=gettext_lazy("One euro is"), help_text=gettext_lazy("For example 1.0845."))
    published_on = DayField(label=gettext_lazy("Published on"))
    source = forms.CharField(label=gettext_lazy("Published by"), max_length=80, initial=USUAL)


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rate_list(request: StaffRequest) -> HttpResponse:
    """Show the rates, and set one; the same rate again changes nothing."""
    today, refusal = timezone.localtime(now()).date(), None
    missing = currencies_without_rate(on=today)
    form = RateForm(posted(request), initial=_initial(missing, today))
    if form.is_valid():
        try:
            made = set_exchange_rate(**form.cleaned_data, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("The rate of %(currency)s is saved.") % {"currency": made.currency})
            return redirect("console:exchange-rates")
    return draw(
        request,
        "console/billing/exchange_rates.html",
        refusal=refusal,
        status=422 if form.is_bound else 200,
        section="billing",
        tab="exchange-rates",
        form=form,
        missing=missing,
        rates=exchange_rates(on=today),
    )


def _initial(missing: list[str], today: date) -> dict[str, Any]:
    return {"currency": missing[0] if missing else CURRENCIES[0], "published_on": today}
