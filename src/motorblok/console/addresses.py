"""The addresses at which a client's portal answers: adding or claiming one, having it proven, removing one, and which is primary."""

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
from motorblok.console.address_words import Row, outcome_of, rows_of
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sending import page, send
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret, toast
from tenants import actions
from tenants.addresses import target_of
from tenants.host_names import host_name_of, is_ours
from tenants.models import Answer, Client, State
from tenants.proving import check_now
from tenants.queries import canonical_url, domains_of


class AddressForm(OnceForm):
    domain = forms.CharField(
        label=gettext_lazy("A further address"),
        max_length=253,
        widget=forms.TextInput(attrs={"placeholder": "portal.example.com", "autocapitalize": "none"}),
        help_text=gettext_lazy(
            "A name of the client's own is served once DNS proves that it is theirs. What to put there is shown afterwards."
        ),
    )


class KnownForm(forms.Form):
    domain = forms.CharField(max_length=253)


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def addresses(request: StaffRequest, client: Client) -> HttpResponse:
    """All addresses of the client, the primary one first; and adding or claiming one."""
    form = AddressForm(posted(request))
    sent = send(form, viewer=request.viewer, client=client, act=lambda: _add(request, client, form))
    if sent.answer:
        _tell(request, client, sent.answer.body)
        return redirect("console:addresses", client.slug)
    is_closed = client.state == State.CLOSED
    rows: list[Row] = rows_of(client, at=now())
    portal_url = "" if is_closed else canonical_url(client, "/")
    context: dict[str, Any] = {"rows": rows, "is_closed": is_closed, "target": target_of(client)}
    return page(request, "addresses", client, form, sent, portal_url=portal_url, **context)


def _add(request: StaffRequest, client: Client, form: AddressForm) -> dict[str, Any]:
    given: dict[str, Any] = {"actor": request.viewer.actor, "at": now()}
    host = host_name_of(form.cleaned_data["domain"])
    if is_ours(host):
        return {"domain": actions.add_domain(client, domain=host, **given).domain}
    claim = actions.claim_domain(client, domain=host, **given)
    return {"domain": host, "claimed": True, "known": claim.is_served or claim.asked_at is None}


def _tell(request: StaffRequest, client: Client, added: dict[str, Any]) -> None:
    """What has become of it; a claim that was withdrawn is proven as soon as DNS still says so."""
    named = {"address": added["domain"]}
    if "claimed" not in added:
        toast(request, _("The portal answers at %(address)s too.") % named)
    elif added["known"]:
        _look(request, client, added["domain"])
    else:
        toast(request, _("%(address)s is claimed. Put its record into DNS, and it is served.") % named)


@staff_only(StaffRole.OWNER)
@require_POST
@inside_client
def address_check(request: StaffRequest, client: Client) -> HttpResponse:
    """Ask DNS now whether it proves a claim; that takes five seconds at most."""
    form = KnownForm(request.POST)
    if form.is_valid():
        _look(request, client, form.cleaned_data["domain"])
    return redirect("console:addresses", client.slug)


def _look(request: StaffRequest, client: Client, domain: str) -> None:
    try:
        answer = check_now(client, domain=domain, actor=request.viewer.actor, at=now())
    except NotFound:
        raise
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        told = toast if answer == Answer.FOUND else regret
        told(request, outcome_of(answer, domain))


@staff_only(StaffRole.OWNER)
@require_POST
@inside_client
def primary_address(request: StaffRequest, client: Client) -> HttpResponse:
    """Let links lead to another address; the message offers to undo it."""
    form, former = KnownForm(request.POST), domains_of(client)[0].domain
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        try:
            actions.set_primary_domain(client, domain=domain, actor=request.viewer.actor, at=now())
        except actions.DomainIsToBeProven as refusal:
            regret(request, str(refusal))
        else:
            undo = reverse("console:primary-address", args=[client.slug]) if former != domain else ""
            toast(
                request, _("Links lead to %(address)s now.") % {"address": domain}, undo=undo, domain=former
            )
    return redirect("console:addresses", client.slug)


@staff_only(StaffRole.OWNER)
@require_POST
@inside_client
def address_removal(request: StaffRequest, client: Client) -> HttpResponse:
    """Stop answering at an address, or give up the claim to it; the message offers to undo it."""
    form = KnownForm(request.POST)
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        try:
            words = _remove(request, client, domain)
        except NotFound:  # sent twice
            pass
        except DomainError as refusal:
            regret(request, str(refusal))
        else:
            again = "" if client.state == State.CLOSED else reverse("console:addresses", args=[client.slug])
            toast(request, words % {"address": domain}, undo=again, domain=domain, token=str(uuid4()))
    return redirect("console:addresses", client.slug)


def _remove(request: StaffRequest, client: Client, domain: str) -> str:
    given: dict[str, Any] = {"domain": domain, "actor": request.viewer.actor, "at": now()}
    if domain in {each.domain for each in domains_of(client)}:
        actions.remove_domain(client, **given)
        return _("The portal no longer answers at %(address)s.")
    actions.withdraw_claim(client, **given)
    return _("The claim to %(address)s is withdrawn.")
