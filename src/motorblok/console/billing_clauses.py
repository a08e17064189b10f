"""What a client gets when promises are missed: the clauses of its subscription, tried before they hold, and changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.actions.clauses import agree_clause, end_clause, exclude_days
from billing.models import SlaClause, Subscription
from billing.periods import day_of, months_after
from billing.queries.clauses import clauses_of, tried
from billing.shown import SubscriptionPage
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_subscription
from motorblok.console.clause_forms import METRICS, ClauseForm, EndingForm, ExclusionForm, written
from motorblok.console.door import draw, now, posted
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import offer, tell
from motorblok.kernel.ids import id_in
from motorblok.kernel.toasts import attempt, regret, toast
from tenants.models import Client


@staff_only(*MONEY_ROLES)
@require_safe
@inside_subscription
def clauses(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """What holds, what held and what is to hold."""
    subscription, lines, metrics = _row(found), line_names(), dict(METRICS)
    today = day_of(now(), zone=subscription.time_zone)
    shown = [
        (each, lines.get(each.row.service_line, each.row.service_line), metrics.get(each.row.metric, ""))
        for each in clauses_of(subscription, on=today)
    ]
    context: dict[str, Any] = {"client": client, "clauses": shown, "today": today}
    return draw(request, "console/billing/clauses.html", section="billing", **context)


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_subscription
def new_clause(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Agree on a clause, or on a new version of one: looked at first, with what it would have credited lately."""
    subscription, at = _row(found), now()
    form = ClauseForm(posted(request), initial=_initial(request, subscription))
    offer(form, "service_line", line_names().items())
    looked = None
    if form.is_valid():
        looked = tried(subscription, form.row(), at=at)
        if request.POST.get("step") == "agree":
            try:
                agree_clause(subscription.pk, form.draft(), actor=request.viewer.actor, at=at)
            except DomainError as refused:
                tell(form, refused)
            else:
                toast(request, _("It is agreed, and tells from that day on."))
                return redirect("console:clauses", client.slug)
    context: dict[str, Any] = {"client": client, "form": form, "looked": looked, "currency": found.currency}
    status = 422 if form.errors else 200
    return draw(request, "console/billing/clause_new.html", section="billing", status=status, **context)


@staff_only(*MONEY_ROLES)
@require_POST
@inside_subscription
def clause_exclusion(
    request: StaffRequest, client: Client, found: SubscriptionPage, clause_id: UUID
) -> HttpResponse:
    """Let days count for nothing."""
    return _with(
        request, client, _of(found, clause_id), ExclusionForm, exclude_days, _("Those days do not count.")
    )


@staff_only(*MONEY_ROLES)
@require_POST
@inside_subscription
def clause_ending(
    request: StaffRequest, client: Client, found: SubscriptionPage, clause_id: UUID
) -> HttpResponse:
    """End a clause on a day."""
    return _with(request, client, _of(found, clause_id), EndingForm, end_clause, _("It ends on that day."))


def _with(
    request: StaffRequest,
    client: Client,
    clause: SlaClause,
    kind: type[forms.Form],
    verb: Callable[..., object],
    words: str,
) -> HttpResponse:
    form = kind(request.POST)
    if form.is_valid():
        by: dict[str, Any] = {"actor": request.viewer.actor, "at": now()}
        attempt(request, lambda: verb(clause.pk, **form.cleaned_data, **by), words=words)
    else:
        name, errors = next(iter(form.errors.items()))
        regret(request, f"{form.fields[name].label}: {errors[0]}")
    return redirect("console:clauses", client.slug)


def _row(found: SubscriptionPage) -> Subscription:
    return Subscription.objects.select_related("debtor").get(pk=found.id)


def _of(found: SubscriptionPage, clause_id: UUID) -> SlaClause:
    row = SlaClause.objects.filter(pk=clause_id, subscription=found.id).first()
    if row is None:
        raise NotFound
    return row


def _initial(request: StaffRequest, subscription: Subscription) -> dict[str, Any]:
    """From the next month on; a new version begins as the clause that it replaces."""
    today = day_of(now(), zone=subscription.time_zone)
    next_month = months_after(today.replace(day=1), 1)
    named = id_in(request.GET.get("of", ""))
    known = SlaClause.objects.filter(pk=named, subscription=subscription).first() if named else None
    return {"from_on": next_month} | (written(known) if known else {})
