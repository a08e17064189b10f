"""Drift: wherever our books and those of others, or what was done and what is billed, do not meet yet, and the way on from there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.actions.late_usage import charge_late_usage, let_late_usage_go
from billing.actions.parked_usage import let_parked_go, retry_parked
from billing.models import Subscription
from billing.queries.gateways import parked_notices, standings, stuck_calls
from billing.queries.late_usage import Late, undecided_of_all
from billing.queries.uncounted import parked, parked_fact
from motorblok.accounts.actions import enter_client
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_money import ReasonForm
from motorblok.console.door import draw, now
from motorblok.console.gateways import gateway_shown, named_calls, named_notices
from motorblok.console.names import line_names
from motorblok.console.usage import METERS
from motorblok.kernel.toasts import attempt, regret
from tenants.models import Client


@staff_only(*MONEY_ROLES)
@require_safe
def drift(request: StaffRequest) -> HttpResponse:
    """All of it on one page. The same number of questions however much there is."""
    late, facts = undecided_of_all(), parked()
    clients = {
        each.schema_name: each for each in Client.objects.filter(schema_name__in={f.book for f in facts})
    }
    gateways = [gateway_shown(each) for each in standings()]
    notices, stuck = named_notices(parked_notices()), named_calls(stuck_calls())
    context: dict[str, Any] = {
        "late": [(each, _has_ended(each)) for each in late],
        "facts": [(clients.get(each.book), each) for each in facts],
        "gateways": [each for each in gateways if each.can_be_compared],
        "differing": sum(each.still_open for each in gateways),
        "parked": notices,
        "stuck": stuck,
        "lines": line_names(),
        "meters": METERS,
        "back": "drift",
    }
    return draw(request, "console/billing/drift.html", section="billing", tab="drift", **context)


@staff_only(*MONEY_ROLES)
@require_POST
def late_usage_charging(request: StaffRequest, subscription_id: UUID) -> HttpResponse:
    """Charge what came too late of a period, on the next invoice."""
    return _of_period(request, subscription_id, charge_late_usage, done=_("It stands on the next invoice."))


@staff_only(*MONEY_ROLES)
@require_POST
def late_usage_letting_go(request: StaffRequest, subscription_id: UUID) -> HttpResponse:
    """Write off what came too late of a period."""
    return _of_period(request, subscription_id, let_late_usage_go, done=_("It is written off."))


@staff_only(*MONEY_ROLES)
@require_POST
def parked_usage_retry(request: StaffRequest, parked_id: UUID) -> HttpResponse:
    """Try once more to count a fact."""
    _fact, client = parked_fact(parked_id)
    enter_client(client, actor=request.viewer.actor, at=now())
    attempt(
        request,
        lambda: retry_parked(parked_id, actor=request.viewer.actor, at=now()),
        words=_("It is counted."),
    )
    return redirect("console:drift")


@staff_only(*MONEY_ROLES)
@require_POST
def parked_usage_letting_go(request: StaffRequest, parked_id: UUID) -> HttpResponse:
    """Let a fact go that needs no counting."""

    def let_go(reason: str) -> object:
        return let_parked_go(parked_id, reason=reason, actor=request.viewer.actor, at=now())

    return _for_a_reason(request, let_go, done=_("It is put away."))


def _of_period(
    request: StaffRequest, subscription_id: UUID, verb: Callable[..., object], *, done: str
) -> HttpResponse:
    def decided(reason: str) -> object:
        period = request.POST.get("period", "")[:10]
        return verb(subscription_id, period, reason=reason, actor=request.viewer.actor, at=now())

    return _for_a_reason(request, decided, done=done)


def _for_a_reason(request: StaffRequest, act: Callable[[str], object], *, done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        attempt(request, lambda: act(form.cleaned_data["reason"]), words=done)
    else:
        regret(request, _("Say why; nothing was changed."))
    return redirect("console:drift")


def _has_ended(each: Late) -> bool:
    return each.subscription.state == Subscription.State.ENDED
