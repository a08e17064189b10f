"""Ending a request and taking an ending back: cancel what is no longer needed, reopen what is not done."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.kernel.errors import DomainError, NotAllowed
from motorblok.kernel.toasts import toast
from motorblok.portal.door import now
from motorblok.portal.forms import CancellationForm, ReopeningForm
from motorblok.portal.task import Forms, may_end, page, was_cancelled_by_client
from motorblok.visibility import queries
from motorblok.visibility.queries import found
from motorblok.work.actions import TaskIsCancelled, cancel_task, reopen_task


class NotYoursToCancel(NotAllowed):
    """Only who asked for the work, or a director, takes the request back."""

    words = gettext_lazy("Only who asked for this, or a director of your company, can cancel it.")


class CancelledByProvider(TaskIsCancelled):
    """What the provider has cancelled, the client asks for anew."""

    words = gettext_lazy("This request was cancelled. If you still need it, make a new request.")


@contact_only()
@require_POST
def cancellation(request: ContactRequest, number: str) -> HttpResponse:
    """Cancel a request that is still open, however far it is; the toast takes it back."""
    viewer, form = request.viewer, CancellationForm(request.POST)
    row = found(viewer, number)
    if not form.is_valid():
        return page(request, number, sent=Forms(cancellation=form), status=422)
    why = form.cleaned_data["reason"]

    def cancel() -> dict[str, str]:
        if not may_end(viewer, queries.summary(viewer, row, at=now())):
            raise NotYoursToCancel
        cancel_task(row.id, reason=why, client_id=viewer.client_id, actor=viewer.actor, at=now())
        return {}

    try:
        form.once(viewer, ("cancel", number, why), cancel)
    except DomainError as refusal:
        return page(request, number, sent=Forms(cancellation=form), refusal=refusal)
    undo = reverse("portal:reopening", args=[number])
    back = {"reason": _("Cancelled by mistake."), "token": str(ReopeningForm()["token"].value())}
    toast(request, _("%(number)s is cancelled.") % {"number": number}, undo=undo, **back)
    return redirect("portal:task", number)


@contact_only()
@require_POST
def reopening(request: ContactRequest, number: str) -> HttpResponse:
    """Open a resolved request again, or one that the client itself has cancelled."""
    viewer, form = request.viewer, ReopeningForm(request.POST)
    row = found(viewer, number)
    if not form.is_valid():
        return page(request, number, sent=Forms(reopening=form), status=422)
    why = form.cleaned_data["reason"]

    def reopen() -> dict[str, str]:
        reopen_task(
            row.id,
            reason=why,
            client_id=viewer.client_id,
            actor=viewer.actor,
            at=now(),
            ending=_ending_of_theirs(request, number),
        )
        return {}

    try:
        form.once(viewer, ("reopen", number, why), reopen)
    except DomainError as refusal:
        return page(request, number, sent=Forms(reopening=form), refusal=refusal)
    toast(request, _("%(number)s is open again; we take it up.") % {"number": number})
    return redirect("portal:task", number)


def _ending_of_theirs(request: ContactRequest, number: str) -> str:
    """The state that is to be taken back. Raises CancelledByProvider, NotYoursToCancel."""
    opened = queries.task(request.viewer, number, at=now())
    if opened.cancelled_at and not was_cancelled_by_client(opened):
        raise CancelledByProvider
    if opened.cancelled_at and not may_end(request.viewer, opened):
        raise NotYoursToCancel
    return opened.state
