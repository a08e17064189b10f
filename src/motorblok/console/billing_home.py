"""The first page of billing: what is owed and late, and what waits for somebody to decide."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from billing.invoice_standing import Standing
from billing.queries.exchange_rates import currencies_without_rate
from billing.queries.invoice_list import Sought, invoice_page, outstanding, tallies
from billing.queries.money_watch import Watch, watch
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: how much of it, and where it is decided."""

    icon: str
    words: str
    many: int
    url: str


@staff_only(*MONEY_ROLES)
@require_safe
def billing_home(request: StaffRequest) -> HttpResponse:
    """What all clients owe, what is overdue, and what is to be decided. The same number of questions however much there is."""
    at = now()
    today = timezone.localtime(at).date()
    counts = tallies(today=today)
    context: dict[str, Any] = {
        "outstanding": outstanding(today=today),
        "overdue": invoice_page(Sought(standing=Standing.OVERDUE), today=today, size=SHOWN).rows,
        "drafts": invoice_page(Sought(standing=Standing.DRAFT), today=today, size=SHOWN).rows,
        "counts": {str(standing): many for standing, many in counts.items()},
        "waiting": [each for each in _waiting(counts[Standing.DRAFT], watch(at=at), today) if each.many],
        "today": today,
    }
    return draw(request, "console/billing/home.html", section="billing", tab="billing", **context)


def _waiting(drafts: int, seen: Watch, today: date) -> list[Waiting]:
    to = {name: reverse(f"console:{name}") for name in ("credits", "invoices", "dunning", "bank", "drift")}
    paid_back = reverse("console:refunds")
    return [
        Waiting(
            "message-circle-question-mark",
            _("Claims to answer"),
            seen.claims,
            f"{reverse('console:claims')}?state=open",
        ),
        Waiting("shield-check", _("Credits to approve"), seen.credits, f"{to['credits']}?state=proposed"),
        Waiting("undo-2", _("Refunds to approve"), seen.refunds, paid_back),
        Waiting("send", _("Refunds to transfer"), seen.to_transfer, paid_back),
        Waiting("hand-coins", _("Payments by hand to agree to"), seen.by_hand, paid_back),
        Waiting("lock", _("Clients that may be suspended"), seen.to_suspend, to["dunning"]),
        Waiting("landmark", _("Transfers that nobody matched"), seen.transfers, to["bank"]),
        Waiting("hourglass", _("Usage that came too late"), seen.late_usage, f"{to['drift']}#late-usage"),
        Waiting(
            "circle-question-mark",
            _("Facts that cannot be counted"),
            seen.facts,
            f"{to['drift']}#parked-usage",
        ),
        Waiting("triangle-alert", _("Invoices that a gateway could not take"), seen.stuck, to["drift"]),
        Waiting(
            "mail-question-mark", _("Messages of a gateway that nobody understands"), seen.parked, to["drift"]
        ),
        Waiting("banknote", _("Exchange rates that a draft waits for"), *_rates(today)),
        Waiting("scale", _("Differences with a gateway"), seen.differences, to["drift"]),
        Waiting(
            "file-pen-line",
            _("Drafts that become final by themselves"),
            drafts,
            f"{to['invoices']}?standing=draft",
        ),
    ]


def _rates(today: date) -> tuple[int, str]:
    return len(currencies_without_rate(on=today)), reverse("console:exchange-rates")
