"""Views of the workboard that staff keeps under a name: save, rename, move, remove and bring back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.actions import move_view, remove_view, rename_view, restore_view, save_view
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.asked import asked_by
from motorblok.console.door import now
from motorblok.console.tabs import link_to
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret, toast


class ViewForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )
    query = forms.CharField(max_length=1000, required=False)
    is_shared = forms.BooleanField(required=False)


class NameForm(forms.Form):
    name = forms.CharField(max_length=60)


class PositionForm(forms.Form):
    position = forms.IntegerField(min_value=-1, max_value=1000)


@staff_only()
@require_POST
def saved_views(request: StaffRequest) -> HttpResponse:
    """Keep what the board is asked now."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _refused(request, _first_fault(form), request.POST.get("query", ""))
    filled, query = form.cleaned_data, asked_by(form.cleaned_data["query"]).query()
    try:
        save_view(
            request.viewer.person_id,
            name=filled["name"],
            query=query,
            is_shared=filled["is_shared"],
            actor=request.viewer.actor,
            at=now(),
        )
    except DomainError as refusal:
        return _refused(request, str(refusal), query)
    toast(request, _("The view “%(name)s” is saved.") % {"name": filled["name"]})
    return redirect(link_to(asked_by(query)))


@staff_only()
@require_POST
def view_name(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Give it another name."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("Give the view a name of at most 60 characters."))
    try:
        view = rename_view(view_id, name=form.cleaned_data["name"], **_by(request))
    except DomainError as refusal:
        return _refused_or_missing(request, refusal)
    toast(request, _("The view is now called “%(name)s”.") % {"name": view.name})
    return redirect(link_to(asked_by(view.query)))


@staff_only()
@require_POST
def view_position(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Put it higher or lower in the list."""
    form = PositionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        move_view(view_id, position=form.cleaned_data["position"], **_by(request))
    except DomainError as refusal:
        return _refused_or_missing(request, refusal)
    return redirect(link_to(asked_by(request.POST.get("here", ""))))


@staff_only()
@require_POST
def view_removal(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Forget it; the message offers to undo it."""
    try:
        view = remove_view(view_id, **_by(request))
    except DomainError as refusal:
        return _refused_or_missing(request, refusal)
    words = _("The view “%(name)s” is removed.") % {"name": view.name}
    toast(request, words, undo=reverse("console:view-restoration", args=[view_id]))
    return redirect("console:workboard")


@staff_only()
@require_POST
def view_restoration(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Bring it back, to whose it was."""
    try:
        view = restore_view(view_id, **_by(request))
    except DomainError as refusal:
        return _refused_or_missing(request, refusal)
    toast(request, _("The view “%(name)s” is back.") % {"name": view.name})
    return redirect(link_to(asked_by(view.query)))


def _by(request: StaffRequest) -> dict[str, Any]:
    return {"person_id": request.viewer.person_id, "actor": request.viewer.actor, "at": now()}


def _first_fault(form: forms.Form) -> str:
    return next(str(fault) for faults in form.errors.values() for fault in faults)


def _refused(request: StaffRequest, words: str, query: str = "") -> HttpResponse:
    regret(request, words)
    return redirect(link_to(asked_by(query)))


def _refused_or_missing(request: StaffRequest, refusal: DomainError) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    return _refused(request, str(refusal))
