"""A client's billing: how it is invoiced and what it subscribed to; and writing down the first of these."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from billing.actions.debtors import change_debtor, register_debtor
from billing.addresses import DebtorDetails
from billing.gateways.fake.opening import may_pretend
from billing.money import OFFERED
from billing.queries.debtors import CompanyRow, DebtorRow, companies, debtor
from billing.queries.subscriptions import subscription
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing
from motorblok.console.companies import ADDRESS, AddressForm
from motorblok.console.door import draw, now, posted
from motorblok.console.subscription_words import subscription_context
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer, tell
from motorblok.kernel.toasts import toast
from tenants.models import Client, State

TREATMENTS = {
    "domestic": gettext_lazy("With VAT"),
    "reverse_charge": gettext_lazy("VAT reverse charged, within the EU"),
    "outside_eu": gettext_lazy("Outside the EU, no VAT"),
    "exempt": gettext_lazy("Exempt from VAT"),
}
GATEWAYS = {
    "bank": gettext_lazy("Bank transfer"),
    "stripe": gettext_lazy("Stripe"),
    "fake": gettext_lazy("Pretended, to try things out"),
}
OTHERS = ("treatment", "currency", "time_zone", "language", "gateway", "po_number", "payment_days")


class DebtorForm(AddressForm):
    treatment = forms.ChoiceField(
        label=gettext_lazy("VAT"),
        choices=list(TREATMENTS.items()),
        widget=forms.RadioSelect,
        initial="domestic",
    )
    company = forms.ChoiceField(label=gettext_lazy("Invoiced by"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(each, each) for each in OFFERED])
    gateway = forms.ChoiceField(label=gettext_lazy("Pays by"), choices=list(GATEWAYS.items()))
    payment_days = forms.IntegerField(
        label=gettext_lazy("Pays within, in days"), min_value=0, max_value=120, initial=14
    )
    po_number = forms.CharField(label=gettext_lazy("PO number"), max_length=60, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of invoices"), choices=[("nl", "Nederlands"), ("en", "English")]
    )
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40)

    @property
    def called(self) -> dict[str, str]:
        """Which field a verb calls by another name."""
        return {"legal_entity": "company"}

    def details(self) -> DebtorDetails:
        """How the client is invoiced, as it is written down."""
        return DebtorDetails(**{name: self.cleaned_data[name] for name in (*ADDRESS, *OTHERS)})


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_billing(request: StaffRequest, client: Client) -> HttpResponse:
    """How the client is invoiced, what it subscribed to, and what is planned."""
    found, at = debtor(client.id), now()
    context: dict[str, Any] = {
        "client": client,
        "debtor": found,
        "treatment": TREATMENTS[found.details.treatment] if found else "",
        "gateway": GATEWAYS[found.details.gateway] if found else "",
        "is_open": client.state != State.CLOSED,
        **subscription_context(subscription(client.id, at=at)),
    }
    return draw(request, "console/billing/client.html", section="clients", **context)


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_billing
def debtor_page(request: StaffRequest, client: Client) -> HttpResponse:
    """Write down how the client is invoiced, or change it."""
    found, ours, refusal = debtor(client.id), companies(), None
    form = DebtorForm(posted(request), initial=_initial(client, found, ours))
    offer(form, "company", [(str(each.id), each.address.legal_name) for each in ours])
    offer(form, "gateway", [(code, str(name)) for code, name in GATEWAYS.items() if _is_offered(code, found)])
    if form.is_valid():
        by: dict[str, Any] = {"actor": request.viewer.actor, "at": now()}
        said = {"details": form.details(), "legal_entity_id": form.cleaned_data["company"]}
        try:
            if found:
                change_debtor(client.id, **said, **by)
            else:
                register_debtor(client, **said, **by)
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("How %(name)s is invoiced is saved.") % {"name": client.name})
            return redirect("console:client-billing", client.slug)
    status = 422 if form.is_bound else 200
    context = {"client": client, "form": form, "debtor": found, "ours": ours}
    return draw(
        request, "console/billing/debtor.html", refusal=refusal, status=status, section="clients", **context
    )


def _is_offered(code: str, found: DebtorRow | None) -> bool:
    """Pretended money is for development and demos, and for who has it already."""
    return code != "fake" or may_pretend() or bool(found and found.details.gateway == code)


def _initial(client: Client, found: DebtorRow | None, ours: list[CompanyRow]) -> dict[str, Any]:
    if found:
        return {
            **{name: getattr(found.details, name) for name in (*ADDRESS, *OTHERS)},
            "company": str(found.company_id),
        }
    return {
        "legal_name": client.name,
        "language": client.language,
        "time_zone": client.time_zone,
        "company": str(ours[0].id) if ours else "",
    }
