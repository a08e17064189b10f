"""Plans: the list, one with its versions beside each other, drawing one up, its next prices, and whether it is on offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.actions.plans import draw_up_plan, draw_up_version, offer_plan, publish_version, retire_plan
from billing.queries.plans import PlanRow, PriceRow, VersionRow, plan, plans
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.door import draw, now, posted
from motorblok.console.plan_forms import PlanForm, PricesForm, prices_form
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import regret, toast

METHODS = ["GET", "HEAD", "POST"]
SHOWN = 4
STATES = {
    "draft": gettext_lazy("Drawn up"),
    "offered": gettext_lazy("On offer"),
    "retired": gettext_lazy("No longer offered"),
}
SIGNS = {"draft": "assigned", "offered": "open", "retired": "inactive"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A price across versions: its cell of each, and whether it differs from the version before."""

    name: str
    code: str
    service_line: str
    cells: tuple[tuple[VersionRow, PriceRow | None, bool], ...]


@staff_only(*MONEY_ROLES)
@require_safe
def plan_list(request: StaffRequest) -> HttpResponse:
    """All plans."""
    rows = [(row, SIGNS[row.state], STATES[row.state]) for row in plans()]
    return draw(request, "console/billing/plans.html", section="billing", tab="plans", plans=rows)


@staff_only(*MONEY_ROLES)
@require_safe
def plan_page(request: StaffRequest, code: str) -> HttpResponse:
    """One plan: its newest versions side by side."""
    found = plan(code)
    shown = found.versions[:SHOWN]
    drawn = next((each for each in found.versions if not each.is_final), None)
    context: dict[str, Any] = {
        "plan": found,
        "state_sign": SIGNS[found.state],
        "state_words": STATES[found.state],
        "shown": shown,
        "earlier": len(found.versions) - len(shown),
        "drawn": drawn,
        "current": found.valid_on(_today(now())),
        "prices": [_compared(found, code, shown) for code in _codes(shown)],
    }
    return draw(request, "console/billing/plan.html", section="billing", tab="plans", **context)


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
def new_plan(request: StaffRequest) -> HttpResponse:
    """Draw up a plan; its prices follow. The same one again is the same plan."""
    form, refusal = PlanForm(posted(request)), None
    if form.is_valid():
        try:
            made = draw_up_plan(form.draft(), actor=request.viewer.actor, at=now())
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            return redirect("console:plan-prices", made.code)
    status = 422 if form.is_bound else 200
    return draw(
        request, "console/billing/plan_new.html", refusal=refusal, status=status, section="billing", form=form
    )


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
def plan_prices(request: StaffRequest, code: str) -> HttpResponse:
    """The next prices of a plan, drawn up from its newest version; saved, they can still be changed until published."""
    found, data, refusal = plan(code), posted(request), None
    newest = found.versions[0] if found.versions else None
    day = newest.valid_from_on if newest and not newest.is_final else _today(now())
    form = PricesForm(data, initial={"valid_from_on": day})
    rows = prices_form(data, drafts=[row.draft for row in newest.prices] if newest else [])
    if form.is_valid() & rows.is_valid():
        by: dict[str, Any] = {"actor": request.viewer.actor, "at": now()}
        try:
            made = draw_up_version(found.id, prices=rows.drafts(), **form.cleaned_data, **by)
        except DomainError as refused:
            refusal = refused
            rows.tell(refused)
        else:
            toast(
                request,
                _("Version %(number)s is saved. Look at it, then publish it.") % {"number": made.number},
            )
            return redirect("console:plan", code)
    status = 422 if form.is_bound else 200
    context = {"plan": found, "form": form, "rows": rows, "newest": newest}
    return draw(
        request,
        "console/billing/plan_prices.html",
        refusal=refusal,
        status=status,
        section="billing",
        **context,
    )


@staff_only(*MONEY_ROLES)
@require_POST
def plan_publication(request: StaffRequest, code: str) -> HttpResponse:
    """Publish the version that is drawn up; from then on it is final."""
    found = plan(code)
    drawn = next((each for each in found.versions if not each.is_final), None)
    if drawn is None and not found.versions:
        raise NotFound
    number = drawn.number if drawn else found.versions[0].number

    def published(actor: Any, at: datetime) -> None:
        publish_version(found.id, number=number, actor=actor, at=at)

    return _step(request, found, published, done=_("Version %(number)s is published.") % {"number": number})


@staff_only(*MONEY_ROLES)
@require_POST
def plan_offering(request: StaffRequest, code: str) -> HttpResponse:
    """Let clients be subscribed to it; the message offers the way back."""
    found, undo = plan(code), reverse("console:plan-retirement", args=[code])
    done = _("“%(name)s” is on offer.") % {"name": found.name}
    return _step(
        request, found, lambda actor, at: offer_plan(found.id, actor=actor, at=at), done=done, undo=undo
    )


@staff_only(*MONEY_ROLES)
@require_POST
def plan_retirement(request: StaffRequest, code: str) -> HttpResponse:
    """Offer it no longer; who has it keeps it. The message offers the way back."""
    found, undo = plan(code), reverse("console:plan-offering", args=[code])
    done = _("“%(name)s” is no longer offered.") % {"name": found.name}
    return _step(
        request, found, lambda actor, at: retire_plan(found.id, actor=actor, at=at), done=done, undo=undo
    )


def _step(
    request: StaffRequest, found: PlanRow, act: Callable[[Any, datetime], None], *, done: str, undo: str = ""
) -> HttpResponse:
    try:
        act(request.viewer.actor, now())
    except DomainError as refusal:
        regret(request, str(refusal))
    else:
        toast(request, done, undo=undo)
    return redirect("console:plan", found.code)


def _codes(shown: tuple[VersionRow, ...]) -> list[str]:
    return list(dict.fromkeys(row.code for version in shown for row in version.prices))


def _compared(found: PlanRow, code: str, shown: tuple[VersionRow, ...]) -> Compared:
    first = next(row for version in shown if (row := version.price(code)))
    cells = []
    for version in shown:
        before, row = found.version(version.number - 1), version.price(code)
        was = before.price(code) if before else row
        cells.append((version, row, (was and was.draft) != (row and row.draft)))
    return Compared(first.name, code, first.draft.item.service_line, tuple(cells))


def _today(at: datetime) -> date:
    return timezone.localtime(at).date()
