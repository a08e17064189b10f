"""The provider's own companies, in whose name clients are invoiced: the list, and writing one down. The owner's alone."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from billing.actions.legal_entities import set_legal_entity
from billing.addresses import Address
from billing.bank_accounts import Account
from billing.queries.debtors import CompanyRow, companies, company
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import draw, now, posted
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast

METHODS = ["GET", "HEAD", "POST"]
ADDRESS = ("legal_name", "street", "postcode", "city", "country", "email", "vat_number", "registration")
ACCOUNT = ("iban", "bic", "time_zone", "is_default")


class AddressForm(forms.Form):
    """What both a company and a client as debtor are written down with."""

    legal_name = forms.CharField(label=gettext_lazy("Legal name"), max_length=200)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=200)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=20)
    city = forms.CharField(label=gettext_lazy("City"), max_length=100)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        max_length=2,
        initial="NL",
        help_text=gettext_lazy("Two letters, as NL."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail for invoices"))
    vat_number = forms.CharField(
        label=gettext_lazy("VAT number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("With its country: NL123456789B01."),
    )
    registration = forms.CharField(label=gettext_lazy("Trade register number"), max_length=30, required=False)


class CompanyForm(AddressForm):
    series = forms.CharField(
        label=gettext_lazy("Invoice numbers begin with"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("Such as MB-, for MB-2026-000123. It stays for good."),
    )
    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=42)
    bic = forms.CharField(label=gettext_lazy("BIC"), max_length=14, required=False)
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40, initial="Europe/Amsterdam")
    is_default = forms.BooleanField(
        label=gettext_lazy("Invoices new clients, unless another is chosen"), required=False
    )


@staff_only(StaffRole.OWNER)
@require_safe
def company_list(request: StaffRequest) -> HttpResponse:
    """All companies, the default one first."""
    return draw(
        request, "console/billing/companies.html", section="billing", tab="companies", companies=companies()
    )


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def new_company(request: StaffRequest) -> HttpResponse:
    """Write a company down."""
    return _page(request, CompanyForm(posted(request)), None)


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def company_page(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Change a company; invoices that are final keep what they were made with."""
    found = company(company_id)
    initial = {name: getattr(found.address, name) for name in ADDRESS}
    initial |= {name: getattr(found.account, name) for name in ACCOUNT}
    form = CompanyForm(posted(request), initial=initial)
    del form.fields["series"]
    return _page(request, form, found)


def _page(request: StaffRequest, form: CompanyForm, found: CompanyRow | None) -> HttpResponse:
    refusal = None
    if form.is_valid():
        try:
            _set(request, form, found)
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("%(name)s is saved.") % {"name": form.cleaned_data["legal_name"]})
            return redirect("console:companies")
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "company": found}
    return draw(
        request, "console/billing/company.html", refusal=refusal, status=status, section="billing", **context
    )


def _set(request: StaffRequest, form: CompanyForm, found: CompanyRow | None) -> None:
    said = form.cleaned_data
    set_legal_entity(
        found.prefix if found else said["series"],
        address=Address(**{name: said[name] for name in ADDRESS}),
        account=Account(**{name: said[name] for name in ACCOUNT}),
        actor=request.viewer.actor,
        at=now(),
    )
