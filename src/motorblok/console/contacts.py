"""Inviting a contact of a client."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import invite_contact
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import ContactRole, StaffRole
from motorblok.console.door import posted
from motorblok.console.entering import client_for
from motorblok.console.inviting import InvitationForm, invite
from motorblok.console.names import line_names


def line_choices() -> list[tuple[str, str]]:
    """The service lines as a field offers them."""
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
        choices=line_choices,
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


class ContactForm(InvitationForm, ContactRoleForm):
    """A contact to be."""


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contact(request: StaffRequest, slug: str) -> HttpResponse:
    """Invite somebody of the client."""
    client, form = client_for(request.viewer, slug), ContactForm(posted(request))
    heading = _("Invite a contact of %(client)s") % {"client": client.name}
    context = {"section": "clients", "client": client, "heading": heading}
    return invite(request, form, partial(invite_contact, client), back=("console:client", slug), **context)
