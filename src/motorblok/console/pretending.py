"""The pretended gateway's own page: it looks like one to pay on, says that it is none, and moves no money."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from billing.gateways.fake import subscribing
from billing.gateways.fake.opening import may_pretend
from billing.gateways.fake.paying import charge
from billing.gateways.fake.world import World, changing
from billing.models import FakeObject
from billing.queries.pretended import Pretended, pretended
from motorblok.accounts.doors import anyone
from motorblok.kernel.pages import draw
from motorblok.kernel.toasts import regret, toast

KEPT = ("pays", "declines", "asks", "waits")
Pay = Callable[[World, FakeObject, str], bool]


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pretended_payment(request: HttpRequest, external_id: str) -> HttpResponse:
    """Pay an invoice, begin a subscription or choose a means of payment; there is no such page where money is real."""
    shown = pretended(external_id) if may_pretend() else None
    if shown is None:
        raise Http404
    if request.method == "POST" and shown.is_open:
        return _tried(request, shown)
    context: dict[str, Any] = {"shown": shown, "asks_bank": request.GET.get("bank") == "1" and shown.is_open}
    return draw(request, "console/pretending/page.html", **context)


def _tried(request: HttpRequest, shown: Pretended) -> HttpResponse:
    means = request.POST.get("means", "")
    if means == "asks" and shown.kind != "customer":
        return redirect(f"{request.path}?bank=1")
    if means in KEPT:
        with changing() as world:
            held = FakeObject.objects.get(id=shown.external_id)
            is_done = TRIED[shown.kind](world, held, means)
        if is_done:
            toast(request, _("Done: no real money has moved."))
        else:
            regret(request, _("The card was declined. Nothing was paid."))
    return redirect("pretended-payment", shown.external_id)


def _paid(world: World, invoice: FakeObject, means: str) -> bool:
    return invoice.state == "paid" or charge(world, invoice, means).state in ("paid", "pending")


def _kept(world: World, customer: FakeObject, means: str) -> bool:
    customer.body["means"] = means
    world.keep(customer)
    return True


TRIED: Mapping[str, Pay] = {"invoice": _paid, "checkout": subscribing.fill_in, "customer": _kept}
