"""What a client that has left takes along: everything in one file."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.actions.taking_along import take_archive
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.portal.door import now


@contact_only(ContactRole.DIRECTOR)
@never_cache
@require_safe
def archive(request: ContactRequest) -> HttpResponse:
    """The archive of the viewer's own client as a file; the book tells that it was taken."""
    viewer = request.viewer
    found = take_archive(viewer.client_id, actor=viewer.actor, at=now())
    answer = HttpResponse(found.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
