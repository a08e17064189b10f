"""The VAT rates of a country: what holds, what held, and what is to hold. The owner's alone."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.tax_rates import set_tax_rate
from billing.queries.debtors import vat_countries, vat_rates
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.dates import DayField
from motorblok.console.door import draw, now, posted
from motorblok.console.figures import FigureField
from motorblok.console.plan_forms import CATEGORIES
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast

USUAL = "NL"


class RateForm(forms.Form):
    country = forms.CharField(label=gettext_lazy("Country"), max_length=2)
    category = forms.CharField(
        label=gettext_lazy("Category"),
        max_length=20,
        initial="standard",
        help_text=gettext_lazy("standard, reduced, zero, or one of your own."),
    )
    percent = FigureField(label=gettext_lazy("Percent"), max_value=100, decimal_places=3)
    from_on = DayField(label=gettext_lazy("From"))


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def vat_rate_list(request: StaffRequest) -> HttpResponse:
    """Show a country's rates, and set one; the same rate again changes nothing."""
    countries = vat_countries()
    asked = request.GET.get("country", "").upper()
    country = asked if asked in countries else USUAL
    form, refusal = RateForm(posted(request), initial={"country": country}), None
    if form.is_valid():
        try:
            made = set_tax_rate(**_said(form), actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("The rate of %(country)s is saved.") % {"country": made.country})
            return redirect(f"{reverse('console:vat-rates')}?country={made.country}")
    context: dict[str, Any] = {
        "form": form,
        "countries": countries,
        "country": country,
        "rates": [
            (row, CATEGORIES.get(row.category, row.category)) for row in vat_rates(country, on=_today())
        ],
        "tab": "vat-rates",
    }
    status = 422 if form.is_bound else 200
    return draw(
        request,
        "console/billing/vat_rates.html",
        refusal=refusal,
        status=status,
        section="billing",
        **context,
    )


def _said(form: RateForm) -> dict[str, Any]:
    said: dict[str, Any] = dict(form.cleaned_data)
    return {**said, "country": said["country"].upper()}


def _today() -> date:
    return timezone.localtime(now()).date()
