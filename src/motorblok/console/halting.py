"""Halting and ending a client's subscription: pause and resume it, cancel it and withdraw that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from billing.actions.cancelling import cancel, withdraw_cancellation
from billing.actions.pausing import pause, resume
from billing.shown import SubscriptionPage
from billing.speaking import day
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_subscription
from motorblok.console.dates import DayField
from motorblok.console.door import draw, now, posted
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import regret, toast
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]


class CancellationForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[
            ("period_end", gettext_lazy("With the period that is running")),
            ("on", gettext_lazy("On a day")),
        ],
        initial="period_end",
        widget=forms.RadioSelect,
    )
    on = DayField(
        label=gettext_lazy("First day without it"),
        required=False,
        help_text=gettext_lazy("What was charged beyond it is credited by day."),
    )

    def clean(self) -> dict[str, Any]:
        """A day where one is asked for."""
        if (
            self.cleaned_data.get("when") == "on"
            and not self.cleaned_data.get("on")
            and "on" not in self.errors
        ):
            self.add_error("on", _("Give the day."))
        return self.cleaned_data


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_subscription
def subscription_pause(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Say what a pause means, then pause; the message offers the way back."""
    if request.method == "POST":
        undo = reverse("console:subscription-resumption", args=[client.slug])
        words = _("The subscription of %(name)s is paused.") % {"name": client.name}
        return _done(request, client, lambda **by: pause(found.id, **by), words=words, undo=undo)
    context: dict[str, Any] = {"client": client, "subscription": found, "edge": day(found.edge)}
    return draw(request, "console/billing/pause.html", section="clients", **context)


@staff_only(*MONEY_ROLES)
@require_POST
@inside_subscription
def subscription_resumption(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Resume it, by day from today."""
    words = _("The subscription of %(name)s runs again.") % {"name": client.name}
    return _done(request, client, lambda **by: resume(found.id, **by), words=words)


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_subscription
def subscription_cancellation(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Cancel it with its period or on a day; while it runs that can be withdrawn."""
    form, refusal = CancellationForm(posted(request)), None
    if form.is_valid():
        on = form.cleaned_data["on"] if form.cleaned_data["when"] == "on" else None
        try:
            cancel(found.id, on=on, actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            undo = reverse("console:subscription-continuation", args=[client.slug])
            way_back = "" if found.standing == "drawn_up" else undo
            toast(
                request,
                _("The subscription of %(name)s is cancelled.") % {"name": client.name},
                undo=way_back,
            )
            return redirect("console:client-billing", client.slug)
    status = 422 if form.is_bound else 200
    context = {"client": client, "form": form, "subscription": found, "edge": day(found.edge)}
    return draw(
        request,
        "console/billing/cancellation.html",
        refusal=refusal,
        status=status,
        section="clients",
        **context,
    )


@staff_only(*MONEY_ROLES)
@require_POST
@inside_subscription
def subscription_continuation(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Withdraw the cancellation."""
    words = _("The subscription of %(name)s goes on.") % {"name": client.name}
    return _done(request, client, lambda **by: withdraw_cancellation(found.id, **by), words=words)


def _done(
    request: StaffRequest, client: Client, act: Callable[..., object], *, words: str, undo: str = ""
) -> HttpResponse:
    try:
        act(actor=request.viewer.actor, at=now())
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, words, undo=undo)
    return redirect("console:client-billing", client.slug)
