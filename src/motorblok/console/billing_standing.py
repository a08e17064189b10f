"""Where a client stands with us: its life, what it is entitled to and has beyond it, and how it is let go."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.actions import archiving, entitlements, life
from billing.finance import must_be_another
from billing.lives import NAMES, Cause, NoSuchMove, after
from billing.models import Debtor, Farewell
from billing.queries.entitlements import excess, of
from billing.speaking import chosen
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import MONEY_ROLES
from motorblok.console.billing_doors import inside_billing, running
from motorblok.console.door import draw, now
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import attempt
from tenants.models import Client


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_standing(request: StaffRequest, client: Client) -> HttpResponse:
    """The page; its verbs are forms of it."""
    debtor = _debtor(client)
    found, names = of(client), line_names()
    farewell = Farewell.objects.defer("archive").filter(debtor=debtor).first()
    context: dict[str, Any] = {
        "client": client,
        "debtor": debtor,
        "standing": chosen(NAMES[debtor.life].en, NAMES[debtor.life].nl),
        "entitled": found,
        "lines": sorted(names.get(code, code) for code in found.service_lines or ()),
        "excess": excess(client),
        "subscription": running(client),
        "farewell": farewell,
        "is_own": bool(farewell and _is_own(request, farewell)),
        "may_archive": _may(debtor, Cause.ARCHIVED),
        "may_erase": _may(debtor, Cause.ERASED),
    }
    return draw(request, "console/billing/standing.html", section="billing", **context)


@staff_only(*MONEY_ROLES)
@require_safe
@inside_billing
def client_archive(request: StaffRequest, client: Client) -> HttpResponse:
    """The archive as a file."""
    found = Farewell.objects.filter(debtor=_debtor(client)).first()
    if found is None or found.archive is None:
        raise NotFound
    answer = HttpResponse(bytes(found.archive), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{client.slug}.zip"'
    return answer


def _verb(verb: Callable[..., object], words: Callable[[], str]) -> Callable[..., HttpResponse]:
    @staff_only(*MONEY_ROLES)
    @require_POST
    @inside_billing
    def view(request: StaffRequest, client: Client) -> HttpResponse:
        key = client.pk if verb not in OF_SUBSCRIPTION else _subscription(client)
        attempt(request, lambda: verb(key, actor=request.viewer.actor, at=now()), words=words())
        return redirect("console:client-standing", client.slug)

    return view


OF_SUBSCRIPTION = (entitlements.limit_intake, entitlements.open_intake)
client_review = _verb(life.review_client, lambda: _("Looked at again."))
client_archiving = _verb(archiving.make_archive, lambda: _("The archive is made."))
client_erasure = _verb(archiving.propose_erasure, lambda: _("A second person must agree to the erasure."))
client_erasure_withdrawal = _verb(archiving.withdraw_erasure, lambda: _("Nothing will be erased."))
client_erasure_confirmation = _verb(
    archiving.confirm_erasure, lambda: _("The client is erased on its day, unless somebody withdraws it.")
)
intake_limit = _verb(entitlements.limit_intake, lambda: _("Only subscribed service lines are taken now."))
intake_opening = _verb(entitlements.open_intake, lambda: _("Work for all service lines is taken again."))


def _debtor(client: Client) -> Debtor:
    found = Debtor.objects.select_related("client").filter(pk=client.pk).first()
    if found is None:
        raise NotFound
    return found


def _subscription(client: Client) -> object:
    found = running(client)
    if found is None:
        raise NotFound
    return found.id


def _is_own(request: StaffRequest, farewell: Farewell) -> bool:
    try:
        must_be_another(request.viewer.actor, farewell.proposed_by)
    except DomainError:
        return True
    return False


def _may(debtor: Debtor, cause: Cause) -> bool:
    try:
        after(debtor.life, cause)
    except NoSuchMove:
        return False
    return True
