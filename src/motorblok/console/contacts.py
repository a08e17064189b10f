"""Inviting a contact of a client."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import invite_contact
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import ContactRole, StaffRole
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import client_for
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast


def _lines() -> list[tuple[str, str]]:
    return list(line_names().items())


class ContactRoleForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (ContactRole.REQUESTER, gettext_lazy("Requester: sees its own requests")),
            (ContactRole.LEAD, gettext_lazy("Lead: sees the service lines chosen below")),
            (ContactRole.DIRECTOR, gettext_lazy("Director: sees everything done for the client")),
        ],
        initial=ContactRole.REQUESTER,
        widget=forms.RadioSelect,
    )
    service_lines = forms.MultipleChoiceField(
        label=gettext_lazy("Service lines"),
        required=False,
        choices=_lines,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only for a lead."),
    )

    def clean(self) -> dict[str, Any]:
        """A lead has service lines, and nobody else has."""
        chosen = self.cleaned_data
        if chosen.get("role") != ContactRole.LEAD:
            chosen["service_lines"] = []
        elif "service_lines" in chosen and not chosen["service_lines"]:
            self.add_error("service_lines", _("Choose at least one, or the lead sees nothing."))
        return chosen


class ContactForm(ContactRoleForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contact(request: StaffRequest, slug: str) -> HttpResponse:
    """Invite somebody of the client."""
    client, form, refusal = client_for(request.viewer, slug), ContactForm(posted(request)), None
    if form.is_valid():
        try:
            invite_contact(client, **form.cleaned_data, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("%(name)s gets the invitation by mail.") % {"name": form.cleaned_data["name"]})
            return redirect("console:client", slug)
    status = 422 if form.is_bound else 200
    heading = _("Invite a contact of %(client)s") % {"client": client.name}
    context = {"section": "clients", "client": client, "form": form, "heading": heading}
    return draw(request, "console/people/new.html", refusal=refusal, status=status, **context)
