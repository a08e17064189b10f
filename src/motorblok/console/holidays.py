"""Adding a holiday for all clients at once: choose, look at what would close and which due dates would move, then do it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.closing import Closing, closed, foreseen, planned
from motorblok.console.door import draw, now, posted
from motorblok.console.holidays_form import HolidaysForm
from motorblok.console.over_clients import AFTER, Outcome, change_some, look_at_each, while_open
from motorblok.kernel.forms import sent_again
from tenants.models import Client, State


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: StaffRequest) -> HttpResponse:
    """Look first; what was looked at is then done at each client on its own. To do it again changes nothing."""
    at, data = now(), posted(request)
    clients = _clients(request.viewer)
    form = HolidaysForm(data, zones=(each.time_zone for each in clients), at=at)
    context: dict[str, Any] = {"section": "clients", "form": form}
    if data and form.is_valid():
        if "make" in data and form.cleaned_data["seen"] == form.asked:
            return _done(request, form, clients, data, at=at)
        looked = look_at_each(request.viewer, clients, lambda _client: foreseen(form.wanted, at=at))
        context |= _shared(looked)
        form.data = sent_again(form, seen=form.asked)
    status = 422 if form.is_bound and form.errors else 200
    return draw(request, "console/holidays/page.html", status=status, **context)


def _done(
    request: StaffRequest, form: HolidaysForm, clients: Sequence[Client], sent: QueryDict, *, at: datetime
) -> HttpResponse:
    wanted, actor = form.wanted, request.viewer.actor

    def act(client: Client) -> Closing:
        found = planned(wanted, at=at)
        if not found.changes:  # nothing is tried: a suspended client without a calendar is no failure
            return found
        return while_open(client, lambda _: closed(wanted, client_id=client.id, actor=actor, at=at))

    part = change_some(request.viewer, clients, act, sent=sent)
    context = _shared([each for each in part.outcomes if each.failure or (each.done and each.done.changes)])
    name = "_part" if AFTER in sent and request.headers.get("HX-Request") else "report"
    days = form.holidays()
    return draw(request, f"console/holidays/{name}.html", section="clients", days=days, part=part, **context)


def _shared(outcomes: Sequence[Outcome[Closing]]) -> dict[str, Any]:
    closing = [each for each in outcomes if each.done and each.done.changes]
    found = [each.done for each in closing if each.done and each.client.is_open]
    return {
        "is_looked": True,
        "failed": [each for each in outcomes if each.failure],
        "closing": closing,
        "others": [each for each in outcomes if each.done and not each.done.changes and each.done.plans],
        "clients": len(found),
        "calendars": sum(1 for each in found for plan in each.plans if plan.closing),
        "moving": sum(each.many for each in found),
    }


def _clients(viewer: StaffViewer) -> list[Client]:
    found = Client.objects.built().exclude(state=State.CLOSED).order_by("name", "id")
    allowed = viewer.clients()
    return list(found if allowed is None else found.filter(id__in=allowed))
