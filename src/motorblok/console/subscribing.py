"""Drawing up a client's subscription, and starting it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.actions.subscriptions import start, subscribe
from billing.queries.debtors import DebtorRow, debtor
from billing.queries.plans import PlanRow, VersionRow, offered
from billing.shown import SubscriptionPage
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing, inside_subscription, running
from motorblok.console.dates import DayField, date_in
from motorblok.console.door import draw, now, posted
from motorblok.console.sending import send
from motorblok.console.taken_forms import SubscribeForm
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import regret, toast
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]


class StartForm(forms.Form):
    on = DayField(
        label=gettext_lazy("Begins on"),
        help_text=gettext_lazy("The first day that is charged, or the first of the trial."),
    )


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_billing
def new_subscription(request: StaffRequest, client: Client) -> HttpResponse:
    """Choose a plan, then how much of it; nothing is charged until it is started."""
    pays, at = debtor(client.id), now()
    if pays is None or running(client):
        return _back(request, client, is_known=pays is not None)
    today = date_in(pays.details.time_zone, at)
    choices = _choices(pays, today)
    plan, version = _chosen(request, choices)
    if plan is None or version is None:
        currency = pays.details.currency
        return _draw(
            request, "console/billing/choose_plan.html", client=client, choices=choices, currency=currency
        )
    initial = {"start_on": today, "trial_days": plan.trial_days}
    form = SubscribeForm(posted(request), version=version, initial=initial)
    sent = send(
        form,
        viewer=request.viewer,
        client=client,
        act=lambda: _subscribe(client, form, plan, request, at),
    )
    if sent.answer:
        toast(request, _("The subscription is drawn up. Look at it, then start it."))
        return redirect("console:client-billing", client.slug)
    about = {"client": client, "form": form, "plan": plan, "version": version, "others": len(choices) > 1}
    status = 422 if form.is_bound else 200
    return _draw(request, "console/billing/subscribe.html", refusal=sent.refusal, status=status, **about)


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_subscription
def subscription_start(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Start what was drawn up, on the day that was agreed or another one; one that runs stays as it is."""
    form, refusal = StartForm(posted(request), initial={"on": found.start_on}), None
    if form.is_valid():
        try:
            start(found.id, on=form.cleaned_data["on"], actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("The subscription of %(name)s is started.") % {"name": client.name})
            return redirect("console:client-billing", client.slug)
    status = 422 if form.is_bound else 200
    return draw(
        request, "console/billing/start.html", refusal=refusal, status=status, section="clients",
        client=client, form=form, subscription=found,
    )  # fmt: skip


def _back(request: StaffRequest, client: Client, *, is_known: bool) -> HttpResponse:
    regret(
        request,
        _("This client has a subscription already.")
        if is_known
        else _("Write down first how the client is invoiced."),
    )
    return redirect("console:client-billing", client.slug)


def _draw(request: StaffRequest, page: str, **shown: Any) -> HttpResponse:
    return draw(request, page, section="clients", **shown)


def _subscribe(
    client: Client, form: SubscribeForm, plan: PlanRow, request: StaffRequest, at: datetime
) -> None:
    subscribe(
        client.id,
        wanted=form.wanted(),
        terms=form.agreed(),
        conditions=form.draft(plan.currency),
        actor=request.viewer.actor,
        at=at,
    )


def _choices(pays: DebtorRow, today: date) -> list[tuple[PlanRow, VersionRow]]:
    found = [(plan, plan.valid_on(today)) for plan in offered(currency=pays.details.currency)]
    return [(plan, version) for plan, version in found if version]


def _chosen(
    request: StaffRequest, choices: list[tuple[PlanRow, VersionRow]]
) -> tuple[PlanRow | None, VersionRow | None]:
    code = request.GET.get("plan", "")
    if len(choices) == 1 and not code:
        return choices[0]
    return next((each for each in choices if each[0].code == code), (None, None))
