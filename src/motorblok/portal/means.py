"""The way to the gateway's own page for means of payment."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.queries.paying import means_of_payment_url
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.toasts import regret


# Asked for by a link: a form may not lead to another host (the policy's form-action).
@contact_only(ContactRole.DIRECTOR)
@never_cache
@require_safe
def means_of_payment(request: ContactRequest) -> HttpResponse:
    """Go to the page of the gateway's on which the client changes how it pays; it leads back here."""
    home = reverse("portal:billing")
    try:
        url = means_of_payment_url(request.viewer.client_id, return_url=request.build_absolute_uri(home))
    except NotFound:
        raise
    except DomainError as refusal:
        regret(request, str(refusal))
        return redirect(home)
    return HttpResponseRedirect(url)
