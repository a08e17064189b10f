"""Suspending, reopening and closing a client: each a resource of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import client_for
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from tenants.actions import close_client, reopen_client, suspend_client

METHODS = ["GET", "HEAD", "POST"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It is kept in the client's event book."),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a client's life, with the words of its page."""

    act: Callable[..., None]
    heading: str | Promise
    consequence: str | Promise
    done: str | Promise
    needs_reason: bool = True


SUSPEND = Step(
    suspend_client,
    gettext_lazy("Suspend the client"),
    gettext_lazy(
        "Everything stays readable on both sides; nothing can be added or changed until you reopen it."
    ),
    gettext_lazy("The client is suspended."),
)
REOPEN = Step(
    reopen_client,
    gettext_lazy("Reopen the client"),
    gettext_lazy("Tasks can be received and worked on again."),
    gettext_lazy("The client is open again."),
    needs_reason=False,
)
CLOSE = Step(
    close_client,
    gettext_lazy("Close the client"),
    gettext_lazy("Work ends for good and the portal goes away. The data is kept. This cannot be undone."),
    gettext_lazy("The client is closed."),
)


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def suspension(request: StaffRequest, slug: str) -> HttpResponse:
    """Suspend."""
    return _step(request, slug, SUSPEND)


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def reopening(request: StaffRequest, slug: str) -> HttpResponse:
    """Reopen."""
    return _step(request, slug, REOPEN)


@staff_only(StaffRole.OWNER)
@require_http_methods(METHODS)
def closing(request: StaffRequest, slug: str) -> HttpResponse:
    """Close."""
    return _step(request, slug, CLOSE)


def _step(request: StaffRequest, slug: str, step: Step) -> HttpResponse:
    client, refusal = client_for(request.viewer, slug), None
    form = ReasonForm(posted(request)) if step.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step.act(client, **(form.cleaned_data if form else {}), actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
        else:
            toast(request, _("%(client)s: %(done)s") % {"client": client.name, "done": step.done})
            return redirect("console:client", slug)
    status = 422 if form and form.is_bound else 200
    context = {"section": "clients", "client": client, "form": form, "step": step}
    return draw(request, "console/clients/standing.html", refusal=refusal, status=status, **context)
