"""The addresses at which a client's portal answers: adding one, removing one, and which one links lead to."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sending import page, send
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret, toast
from tenants.actions import add_domain, remove_domain, set_primary_domain
from tenants.models import Client, State
from tenants.queries import canonical_url, domains_of


class AddressForm(OnceForm):
    domain = forms.CharField(
        label=gettext_lazy("A further address"),
        max_length=253,
        widget=forms.TextInput(attrs={"placeholder": "portal.example.com", "autocapitalize": "none"}),
        help_text=gettext_lazy("Let the name point to this server first; the portal answers there at once."),
    )


class KnownForm(forms.Form):
    domain = forms.CharField(max_length=253)


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def addresses(request: StaffRequest, client: Client) -> HttpResponse:
    """All addresses of the client, the primary one first; and adding one."""
    form = AddressForm(posted(request))

    def added() -> dict[str, Any]:
        domain = add_domain(client, domain=form.cleaned_data["domain"], actor=request.viewer.actor, at=now())
        return {"domain": domain.domain}

    sent = send(form, viewer=request.viewer, client=client, act=added)
    if sent.answer:
        toast(request, _("The portal answers at %(address)s too.") % {"address": sent.answer.body["domain"]})
        return redirect("console:addresses", client.slug)
    is_closed = client.state == State.CLOSED
    context: dict[str, Any] = {"domains": domains_of(client), "is_closed": is_closed}
    portal_url = "" if is_closed else canonical_url(client, "/")
    return page(request, "addresses", client, form, sent, portal_url=portal_url, **context)


@staff_only(StaffRole.OWNER)
@require_POST
@inside_client
def primary_address(request: StaffRequest, client: Client) -> HttpResponse:
    """Let links lead to another address; the message offers to undo it."""
    form, former = KnownForm(request.POST), domains_of(client)[0].domain
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        set_primary_domain(client, domain=domain, actor=request.viewer.actor, at=now())
        undo = reverse("console:primary-address", args=[client.slug]) if former != domain else ""
        toast(request, _("Links lead to %(address)s now.") % {"address": domain}, undo=undo, domain=former)
    return redirect("console:addresses", client.slug)


@staff_only(StaffRole.OWNER)
@require_POST
@inside_client
def address_removal(request: StaffRequest, client: Client) -> HttpResponse:
    """Stop answering at an address; the message offers to undo it."""
    form = KnownForm(request.POST)
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        try:
            remove_domain(client, domain=domain, actor=request.viewer.actor, at=now())
        except NotFound:  # sent twice
            pass
        except DomainError as refusal:
            regret(request, str(refusal))
        else:
            words = _("The portal no longer answers at %(address)s.") % {"address": domain}
            again = reverse("console:addresses", args=[client.slug])
            toast(request, words, undo=again, domain=domain, token=str(uuid4()))
    return redirect("console:addresses", client.slug)
