"""What was counted of each client, record by record with its correction; and what was done and is charged to nobody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.actions.usage import backfill, correct_usage
from billing.bills import LATE_DAYS
from billing.queries.missed import Why, missed_billing
from billing.queries.usage import Behind, all_of, page_of, record_of, usage_of
from billing.usage_csv import lines
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.asked import plain
from motorblok.console.billing_doors import inside_billing
from motorblok.console.door import draw, now, posted
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError, Words
from motorblok.kernel.toasts import toast
from tenants.models import Client

YEAR = timedelta(days=366)
METERS: Mapping[str, Words] = {
    "tasks_received": gettext_lazy("tasks received"),
    "tasks_resolved": gettext_lazy("tasks resolved"),
    "time": gettext_lazy("time worked"),
    "internal_time": gettext_lazy("time on internal tasks"),
    "seats": gettext_lazy("seats"),
}
REASONS: Mapping[str, Words] = {
    Why.NO_SUBSCRIPTION: gettext_lazy("no subscription was in force"),
    Why.OTHER_LINE: gettext_lazy("the service line is not in the subscription"),
    Why.NO_HOURS_PRICE: gettext_lazy("no price charges hours"),
    Why.NO_PRICE: gettext_lazy("no price charges it"),
}


class CorrectionForm(forms.Form):
    """How much it should have been, or nothing to take it back; and why."""

    quantity = forms.DecimalField(
        label=gettext_lazy("Should have been"),
        required=False,
        max_digits=18,
        decimal_places=6,
        help_text=gettext_lazy("Leave it empty to take the record back. Time is counted in seconds."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@staff_only(*MONEY_ROLES)
@require_safe
def missed(request: StaffRequest) -> HttpResponse:
    """Events without a record, facts that cannot be counted, and usage without a price, of all clients."""
    at = now()
    found = missed_billing(since=at - timedelta(days=LATE_DAYS), at=at)
    context: dict[str, Any] = {
        "missed": found,
        "days": LATE_DAYS,
        "uncounted": [(found.clients[each.book], each) for each in found.uncounted],
        "to_count": list({each.book: found.clients[each.book] for each in found.uncounted}.values()),
        "parked": [(found.clients.get(each.book), each) for each in found.parked],
        "unpriced": [(each, REASONS[each.why]) for each in found.unpriced],
        **_words(),
    }
    return draw(request, "console/billing/missed.html", section="billing", tab="missed", **context)


@staff_only(*MONEY_ROLES)
@require_POST
@inside_billing
def missed_counting(request: StaffRequest, client: Client) -> HttpResponse:
    """Count what the ledger lacks of a client's events; what is counted so late waits for a decision."""
    at = now()
    done = backfill(client.pk, since=at - timedelta(days=LATE_DAYS), actor=request.viewer.actor, at=at)
    told = ngettext("%(many)d record was made.", "%(many)d records were made.", done.records)
    toast(request, told % {"many": done.records})
    return redirect("console:missed-billing")


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_usage(request: StaffRequest, client: Client) -> HttpResponse:
    """What a client used in a year, and the records behind it, in pages."""
    at = now()
    behind = _behind(request, client)
    context: dict[str, Any] = {
        "client": client,
        "sums": usage_of(client.id, since=at - YEAR, until=at, with_ours=True),
        "page": page_of(behind, after=plain(request.GET.get("after", ""))),
        "behind": behind,
        **_words(),
    }
    return draw(request, "console/billing/usage.html", section="billing", tab="missed", **context)


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_usage_file(request: StaffRequest, client: Client) -> HttpResponse:
    """The same records as a file."""
    found = all_of(_behind(request, client))
    answer = StreamingHttpResponse(lines(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="usage-{client.slug}.csv"'
    return cast(HttpResponse, answer)  # the doors pass on whatever answers, and name only the usual kind


@staff_only(*MONEY_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_billing
def usage_correction(request: StaffRequest, client: Client, record_id: UUID) -> HttpResponse:
    """Correct one record; what it was stays in the ledger."""
    record, form, refusal = record_of(record_id, client_id=client.id), CorrectionForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            correct_usage(record.id, **form.cleaned_data, actor=request.viewer.actor, at=now())
        except DomainError as error:
            refusal = error
            if error.field in form.fields:
                form.add_error(error.field, str(error))
        else:
            toast(request, _("The record is corrected."))
            return redirect("console:client-usage", client.slug)
    status = refusal.status if refusal else (422 if form.is_bound else 200)
    context: dict[str, Any] = {"client": client, "record": record, "form": form, **_words()}
    shown = None if refusal is None or refusal.field in form.fields else refusal
    return draw(
        request,
        "console/billing/usage_correction.html",
        section="billing",
        tab="missed",
        refusal=shown,
        status=status,
        **context,
    )


def _behind(request: StaffRequest, client: Client) -> Behind:
    period = request.GET.get("period")
    return Behind(
        client_id=client.id,
        period_key=None if period is None else plain(period)[:10],
        service_line=plain(request.GET.get("service_line", ""))[:40],
        meter=plain(request.GET.get("meter", ""))[:40],
    )


def _words() -> dict[str, Any]:
    return {"lines": line_names(), "meters": METERS}
