"""Opening a client, and building it again when that failed; and the words for where a client is in its life."""

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import client_for
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from tenants.actions import begin_onboarding, open_client, retry_provisioning
from tenants.models import Client, State


class ClientForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=50,
        help_text=gettext_lazy("Part of its address: small letters, digits, hyphens. It stays for good."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Stands before its task numbers; made from the short name if left out."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial="nl")
    time_zone = forms.CharField(label=gettext_lazy("Time zone"), initial="Europe/Amsterdam", max_length=40)


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_client(request: StaffRequest) -> HttpResponse:
    """Open a client; the steps of taking it on follow, beginning with how the building goes."""
    form, refusal = ClientForm(posted(request)), None
    if form.is_valid():
        try:
            client = _opened(form, request.viewer.actor)
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            return redirect("console:onboarding", client.slug)
    status = 422 if form.is_bound else 200
    return draw(
        request, "console/clients/new.html", refusal=refusal, status=status, section="clients", form=form
    )


@staff_only(StaffRole.OWNER)
@require_POST
def provisioning(request: StaffRequest, slug: str) -> HttpResponse:
    """Have a client built again after a failure."""
    client = client_for(request.viewer, slug)
    retry_provisioning(client.id, actor=request.viewer.actor, at=now())
    return redirect("console:onboarding", slug)


@transaction.atomic
def _opened(form: ClientForm, actor: Actor) -> Client:
    at = now()
    client = open_client(**form.cleaned_data, actor=actor, at=at)
    begin_onboarding(client, actor=actor, at=at)
    return client


def mark_of(client: Client) -> str:
    """The state as drawn: a failure to build is told apart from building."""
    return "failed" if client.state == State.OPENING and client.failure else str(client.state)


def state_words(client: Client) -> str:
    """The state in the active language."""
    return str(STATES[mark_of(client)])


STATES = {
    "opening": gettext_lazy("Being built"),
    "failed": gettext_lazy("Building failed"),
    "open": gettext_lazy("Open"),
    "suspended": gettext_lazy("Suspended"),
    "closed": gettext_lazy("Closed"),
}
