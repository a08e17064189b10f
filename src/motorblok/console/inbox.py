"""The viewer's inbox: what it has heard of, over all clients, and what it has read of it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.door import draw, now
from motorblok.kernel.toasts import toast
from motorblok.notify import actions
from motorblok.notify.queries import count_unread
from motorblok.notify.queries import inbox as heard
from motorblok.notify.seen import Cursor
from motorblok.notify.sheets import MarkForm, instant_in, words_of


@staff_only()
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What there is, by task, the newest first; or only what is unread."""
    is_unread_only = request.GET.get("show") == "unread"
    after = Cursor.read(request.GET.get("after", ""))
    found = heard(request.viewer, is_unread_only=is_unread_only, after=after)
    return draw(
        request,
        "console/inbox/page.html",
        section="inbox",
        groups=found.groups,
        more=found.next,
        unread=count_unread(request.viewer),
        is_unread_only=is_unread_only,
    )


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
    form, at = MarkForm(request.POST), now()
    if form.is_valid():
        marked = actions.mark_read(request.viewer.person_id, at=at, **form.cleaned_data)
        undo = reverse("console:inbox-unreading") if marked else ""
        toast(request, words_of(marked), undo=undo, read_at=at.isoformat())
    return redirect("console:inbox")


@staff_only()
@require_POST
def inbox_unreading(request: StaffRequest) -> HttpResponse:
    """Take back what was marked as read at one instant."""
    if read_at := instant_in(request.POST.get("read_at", "")):
        actions.mark_unread(request.viewer.person_id, read_at=read_at)
    return redirect("console:inbox")
