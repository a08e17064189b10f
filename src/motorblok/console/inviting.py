"""Inviting somebody, a colleague or a contact: how the person is called and reached, and the page that asks for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.accounts.doors import StaffRequest
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast


class InvitationForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


def invite(
    request: StaffRequest,
    form: InvitationForm,
    verb: Callable[..., object],
    *,
    back: tuple[str, ...],
    **context: Any,
) -> HttpResponse:
    """Ask whom to invite and invite; then go `back` to the list, a route and what it takes."""
    refusal = None
    if form.is_valid():
        try:
            verb(**form.cleaned_data, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("%(name)s gets the invitation by mail.") % {"name": form.cleaned_data["name"]})
            return redirect(*back)
    status = 422 if form.is_bound else 200
    return draw(request, "console/people/new.html", refusal=refusal, status=status, form=form, **context)
