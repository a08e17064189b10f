"""The gateways: what they tell us, what is set aside or stuck, how the last comparison ended, and the way on from there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.actions.inbound import ignore_notice, retry_notice
from billing.actions.reconciling import reconcile
from billing.actions.sending import retry_call
from billing.models import GatewayCall, InboundEvent, Reconciliation
from billing.money import EXPONENTS
from billing.queries.gateways import Standing, parked_notices, standings, stuck_calls
from billing.speaking import language, money
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_credits import ReasonForm
from motorblok.console.door import draw, now
from motorblok.kernel.errors import DomainError, NotFound, Words
from motorblok.kernel.toasts import regret, toast

LATELY = timedelta(hours=48)
SUM = re.compile(r"(?P<minor>-?[0-9]+) (?P<currency>[A-Z]{3})")
NAMES: Mapping[str, Words] = {
    "stripe": "Stripe",
    "bank": gettext_lazy("Bank transfer"),
    "fake": gettext_lazy("Pretended payments"),
}
ASKED: Mapping[str, Words] = {
    "ensure_customer": gettext_lazy("Know the client"),
    "issue": gettext_lazy("Take an invoice"),
    "collect": gettext_lazy("Collect an invoice"),
    "credit": gettext_lazy("Take a credit note"),
    "refund": gettext_lazy("Pay back"),
    "subscribe": gettext_lazy("Start a subscription"),
    "change_subscription": gettext_lazy("Change a subscription"),
    "cancel_subscription": gettext_lazy("End a subscription"),
    "hold_drafts": gettext_lazy("Let drafts wait"),
}
FIELDS: Mapping[str, Words] = {
    "object": gettext_lazy("Unknown to us"),
    "state": pgettext_lazy("of an object at a gateway", "State"),
    "mirror": gettext_lazy("Details"),
    "total": gettext_lazy("Total"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One gateway as the page shows it."""

    standing: Standing
    name: str
    troubles: tuple[str, ...]
    differences: tuple[Mapping[str, Any], ...]
    can_be_compared: bool

    @property
    def still_open(self) -> int:
        """How many differences the last comparison left."""
        return self.standing.reconciled.open_differences if self.standing.reconciled else 0


@staff_only(*MONEY_ROLES)
@require_safe
def gateways(request: StaffRequest) -> HttpResponse:
    """How things stand with each gateway; the same number of questions however much there is."""
    found = standings()
    context: dict[str, Any] = {
        "gateways": [gateway_shown(each) for each in found],
        "is_clean": all(each.is_clean for each in found),
        "parked": named_notices(parked_notices()),
        "stuck": named_calls(stuck_calls()),
        "form": ReasonForm(),
    }
    return draw(request, "console/billing/gateways.html", section="billing", tab="gateways", **context)


@staff_only(*MONEY_ROLES)
@require_POST
def gateway_comparison(request: StaffRequest, name: str) -> HttpResponse:
    """Compare now what changed in two days."""
    if name not in {each.gateway for each in standings()}:
        raise NotFound
    at = now()
    try:
        run = reconcile(name, since=at - LATELY, at=at)
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, _compared(run))
    return _back(request)


@staff_only(*MONEY_ROLES)
@require_POST
def notice_retry(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Let a message that was set aside be tried again."""
    retry_notice(notice_id, actor=request.viewer.actor, at=now())
    toast(request, _("It is tried again within seconds."))
    return _back(request)


@staff_only(*MONEY_ROLES)
@require_POST
def notice_dismissal(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Say that a message needs no more doing, and why."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        ignore_notice(notice_id, reason=form.cleaned_data["reason"], actor=request.viewer.actor, at=now())
        toast(request, _("It is put away."))
    else:
        regret(request, _("Say why; nothing was changed."))
    return _back(request)


@staff_only(*MONEY_ROLES)
@require_POST
def call_retry(request: StaffRequest, call_id: UUID) -> HttpResponse:
    """Let what is stuck be sent again."""
    retry_call(call_id, actor=request.viewer.actor, at=now())
    toast(request, _("It is sent again within seconds."))
    return _back(request)


def named_notices(found: Iterable[InboundEvent]) -> list[tuple[InboundEvent, str]]:
    """Messages, each with its gateway as people call it."""
    return [(each, str(NAMES.get(each.gateway, each.gateway))) for each in found]


def named_calls(found: Iterable[GatewayCall]) -> list[tuple[GatewayCall, str, str]]:
    """What was asked, each with its gateway and with what it is, as people call them."""
    return [
        (each, str(NAMES.get(each.gateway, each.gateway)), str(ASKED.get(each.operation, each.operation)))
        for each in found
    ]


def gateway_shown(standing: Standing) -> Shown:
    """A gateway in the reader's language."""
    last = standing.reconciled
    return Shown(
        standing=standing,
        name=str(NAMES.get(standing.gateway, standing.gateway)),
        troubles=tuple(each[language()] for each in standing.troubles),
        differences=tuple(_difference(each) for each in last.differences[:20]) if last else (),
        can_be_compared=standing.gateway != "bank",
    )


def _back(request: StaffRequest) -> HttpResponse:
    return redirect("console:drift" if request.POST.get("back") == "drift" else "console:gateways")


def _difference(found: Mapping[str, Any]) -> Mapping[str, Any]:
    field = str(found["field"])
    words = _("Payment") if field.startswith("payment ") else FIELDS.get(field, field)
    sums = {side: _as_sum(str(found[side])) for side in ("ours", "theirs")}
    return {**found, **sums, "words": words}


def _as_sum(text: str) -> str:
    """Minor units with their currency as people write them; anything else as it is."""
    found = SUM.fullmatch(text)
    return money(int(found["minor"]), found["currency"]) if found and found["currency"] in EXPONENTS else text


def _compared(run: Reconciliation) -> str:
    if run.open_differences:
        return _("Compared: %(open)s differences are still open.") % {"open": run.open_differences}
    return _("Compared: %(many)s objects, and we agree.") % {"many": run.looked_at}
