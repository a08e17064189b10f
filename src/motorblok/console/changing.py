"""Changing a client's subscription: what it consists of, looked at before it is done; and what holds for the whole."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.actions.changing import PreviewChanged, agree_conditions, change_subscription, preview_change
from billing.queries.changes import ChangePreview
from billing.queries.plans import PlanRow, VersionRow, offered, plan
from billing.shown import SubscriptionPage
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_subscription
from motorblok.console.change_shown import preview_shown
from motorblok.console.door import draw, now, posted
from motorblok.console.sending import send
from motorblok.console.subscription_words import conditions_words
from motorblok.console.taken_forms import ChangeForm, ConditionsForm, conditions_initial, version_choices
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import sent_again
from motorblok.kernel.toasts import toast
from tenants.models import Client

METHODS = ["GET", "HEAD", "POST"]


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_subscription
def subscription_change(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Look at what a change comes to, then do exactly that; what changed meanwhile is shown anew, and nothing is done."""
    data, at = posted(request), now()
    plans = _plans(found)
    version = _version(request, plans, found)
    form = ChangeForm(data, version=version, held=found.now)
    preview: ChangePreview | None = None
    refusal: DomainError | None = None
    if form.is_valid():
        try:
            preview = _looked(request, form, found, at)
        except PreviewChanged as stale:
            preview, refusal = stale.preview, stale
        except DomainError as refused:
            refusal = refused
            form.tell(refused)
        else:
            if preview is None:
                toast(request, _("The subscription of %(name)s is changed.") % {"name": client.name})
                return redirect("console:client-billing", client.slug)
    if preview:
        form.data = sent_again(form, seen=preview.seen)
    status = 422 if form.is_bound and not preview else 200
    context: dict[str, Any] = {
        "client": client,
        "form": form,
        "version": version,
        "versions": version_choices(plans, current=found.version_id),
        "preview": preview_shown(preview) if preview else None,
        "is_stale": isinstance(refusal, PreviewChanged),
    }
    return draw(
        request, "console/billing/change.html", refusal=refusal, status=status, section="clients", **context
    )


@staff_only(*MONEY_ROLES)
@require_http_methods(METHODS)
@inside_subscription
def subscription_conditions(request: StaffRequest, client: Client, found: SubscriptionPage) -> HttpResponse:
    """Agree on minimum, discount and index, from the next period on."""
    newest = found.later_conditions[-1][1] if found.later_conditions else found.conditions
    form = ConditionsForm(posted(request), initial=conditions_initial(newest, found.currency))

    def agreed() -> None:
        conditions = form.draft(found.currency)
        agree_conditions(found.id, conditions=conditions, actor=request.viewer.actor, at=now())

    sent = send(form, viewer=request.viewer, client=client, act=agreed)
    if sent.answer:
        toast(request, _("What holds for the whole is saved."))
        return redirect("console:client-billing", client.slug)
    status = 422 if form.is_bound else 200
    context = {"client": client, "form": form, "subscription": found}
    context["conditions"] = conditions_words(found.conditions, found.currency)
    return draw(
        request,
        "console/billing/conditions.html",
        refusal=sent.refusal,
        status=status,
        section="clients",
        **context,
    )


def _looked(
    request: StaffRequest, form: ChangeForm, found: SubscriptionPage, at: datetime
) -> ChangePreview | None:
    """The preview; None where what was seen of it was agreed to, and is done."""
    asked: dict[str, Any] = {"wanted": form.wanted(), "when": form.cleaned_data["when"], "at": at}
    if "make" not in request.POST:
        return preview_change(found.id, **asked)
    change_subscription(found.id, **asked, seen=form.cleaned_data["seen"], actor=request.viewer.actor)
    return None


def _plans(found: SubscriptionPage) -> list[PlanRow]:
    """The plan that is had, and those on offer with the same currency and periods."""
    others = offered(currency=found.currency, months=found.months)
    return [plan(found.plan_code), *(each for each in others if each.code != found.plan_code)]


def _version(request: StaffRequest, plans: list[PlanRow], found: SubscriptionPage) -> VersionRow:
    sent: QueryDict = request.POST if request.method == "POST" else request.GET
    try:
        asked = UUID(sent.get("version", str(found.version_id)))
    except ValueError:
        raise NotFound from None
    versions = [version for each in plans for version in each.versions if version.is_final]
    chosen = next((version for version in versions if version.id == asked), None)
    if chosen is None:
        raise NotFound
    return chosen
