"""Assigning staff to a client, in one service line or in all."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.actions import assign_to_client, withdraw_from_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import now
from motorblok.console.entering import client_for
from motorblok.console.names import line_names, working_staff
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import regret, toast
from tenants.actions import ClientIsClosed
from tenants.models import State


def _colleagues() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in working_staff().items()]


def _lines() -> list[tuple[str, str]]:
    return [("", _("All service lines")), *line_names().items()]


class PostForm(forms.Form):
    staff = forms.ChoiceField(label=gettext_lazy("Colleague"), choices=_colleagues)
    service_line = forms.ChoiceField(label=gettext_lazy("Service line"), required=False, choices=_lines)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
def posts(request: StaffRequest, slug: str) -> HttpResponse:
    """Assign a colleague."""
    client, form = client_for(request.viewer, slug), PostForm(request.POST)
    if not form.is_valid():
        regret(request, _("Choose a colleague and a service line from the lists."))
        return redirect("console:client", slug)
    staff_id, line = form.cleaned_data["staff"], form.cleaned_data["service_line"]
    try:
        assign_to_client(
            staff_id, client=client, service_line=line or None, actor=request.viewer.actor, at=now()
        )
    except ClientIsClosed:
        raise  # answered with a page of its own: on the client's nothing can be put right
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, _("%(name)s now works for %(client)s.") % {"name": _name(form), "client": client.name})
    return redirect("console:client", slug)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
def withdrawal(request: StaffRequest, slug: str) -> HttpResponse:
    """End one assignment; the message offers to undo it."""
    client, form = client_for(request.viewer, slug), PostForm(request.POST)
    if form.is_valid():
        staff_id, line = form.cleaned_data["staff"], form.cleaned_data["service_line"]
        withdraw_from_client(
            staff_id, client=client, service_line=line or None, actor=request.viewer.actor, at=now()
        )
        words = _("%(name)s no longer works for %(client)s.") % {"name": _name(form), "client": client.name}
        undo = "" if client.state == State.CLOSED else reverse("console:posts", args=[slug])
        toast(request, words, undo=undo, staff=staff_id, service_line=line)
    return redirect("console:client", slug)


def _name(form: PostForm) -> str:
    return dict(_colleagues())[form.cleaned_data["staff"]]
