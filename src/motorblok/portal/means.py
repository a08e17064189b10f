"""The way to the gateway's own page for means of payment."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.actions.checkouts import open_checkout
from billing.queries.paying import means_of_payment_url, must_give_means
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.ids import new_id
from motorblok.kernel.toasts import regret
from motorblok.portal.door import now

GIVEN = "given"
"""What the address has on the way back from the gateway, which may still have to tell us."""


# Asked for by a link: a form may not lead to another host (the policy's form-action).
@contact_only(ContactRole.DIRECTOR)
@never_cache
@require_safe
def means_of_payment(request: ContactRequest) -> HttpResponse:
    """Go to the page of the gateway's on which the client gives, or changes, how it pays; it leads back here."""
    home = reverse("portal:billing")
    try:
        url = _page(request, request.build_absolute_uri(home))
    except NotFound:
        raise
    except DomainError as refusal:
        regret(request, str(refusal))
        return redirect(home)
    return HttpResponseRedirect(url)


def _page(request: ContactRequest, back: str) -> str:
    client_id = request.viewer.client_id
    if must_give_means(client_id):
        return open_checkout(
            client_id,
            visit=new_id(),
            done_url=f"{back}?{GIVEN}",
            back_url=back,
            actor=request.viewer.actor,
            at=now(),
        )
    return means_of_payment_url(client_id, return_url=back)
