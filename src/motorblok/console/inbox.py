"""The viewer's inbox: what it has heard of, over all clients, and what it has read of it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.door import draw, now
from motorblok.kernel.toasts import toast
from motorblok.notify import sheets
from motorblok.notify.queries import count_unread


@staff_only()
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What there is, by task, the newest first; or only what is unread."""
    return draw(request, "console/inbox/page.html", **sheets.shown(request.viewer, request.GET))


@staff_only()
@require_safe
def inbox_count(request: StaffRequest) -> HttpResponse:
    """The bell anew; nothing (204) while it would show what the browser has seen."""
    unread = count_unread(request.viewer)
    if request.GET.get("seen") == str(unread):
        return HttpResponse(status=204)
    answer = draw(request, "console/inbox/_bell.html", unread=unread)
    answer["HX-Trigger"] = "inbox-changed"
    return answer


@staff_only()
@require_POST
def inbox_reading(request: StaffRequest) -> HttpResponse:
    """Mark as read what the viewer has of one task, or all that its page showed; the message offers to undo it."""
    at = now()
    marked = sheets.marked(request.viewer, request.POST, at=at)
    if marked is not None:
        undo = reverse("console:inbox-unreading") if marked else ""
        toast(request, sheets.words_of(marked), undo=undo, read_at=at.isoformat())
    return redirect("console:inbox")


@staff_only()
@require_POST
def inbox_unreading(request: StaffRequest) -> HttpResponse:
    """Take back what was marked as read at one instant."""
    sheets.unmark(request.viewer, request.POST)
    return redirect("console:inbox")
