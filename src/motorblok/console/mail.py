"""The mail of a demo: what would have been sent if this machine had a mail server."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.door import draw
from motorblok.notify import folder


@require_safe
@staff_only(StaffRole.OWNER)
def mail(request: StaffRequest) -> HttpResponse:
    """The latest mails; there is no such page where mail is really sent."""
    if not folder.is_kept():
        raise Http404
    return draw(request, "console/mail/list.html", section="people", letters=folder.letters())
