"""Messages of the client: a word about the work, or the answer to a question."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import sent_again
from motorblok.kernel.toasts import toast
from motorblok.portal.door import now
from motorblok.portal.forms import AnswerForm, MessageForm
from motorblok.portal.task import Forms, page
from motorblok.visibility import queries
from motorblok.visibility.queries import found
from motorblok.visibility.seen import TaskSeen
from motorblok.work.actions import reply_to_provider

HOME = "home"


@contact_only()
@require_POST
def messages(request: ContactRequest, number: str) -> HttpResponse:
    """Send one, once; the work that waited for it goes on."""
    row = found(request.viewer, number)
    seen = queries.summary(request.viewer, row, at=now())
    form = _form(seen, request.POST)
    if not form.is_valid():
        return page(request, number, sent=Forms(message=form), status=422)
    try:
        waited = _sent(request, row.id, seen, form)
    except DomainError as refusal:
        return page(request, number, sent=Forms(message=_seen_now(request, number, form)), refusal=refusal)
    toast(request, _said(number, waited=waited))
    if form.cleaned_data["back"] == HOME:
        return redirect("portal:home")
    return redirect("portal:task", number)


def _sent(request: ContactRequest, task_id: UUID, seen: TaskSeen, form: MessageForm) -> bool:
    """Whether the work had waited for this message."""
    viewer, text, written_on = request.viewer, form.cleaned_data["text"], form.cleaned_data["written_on"]

    def send() -> dict[str, bool]:
        reply_to_provider(
            task_id,
            text=text,
            client_id=viewer.client_id,
            actor=viewer.actor,
            at=now(),
            seen=written_on,
        )
        return {"waited": seen.waits_for_client}

    return bool(form.once(viewer, (seen.number, text), send)["waited"])


def _seen_now(request: ContactRequest, number: str, form: MessageForm) -> MessageForm:
    """The same words, of somebody who is now shown how the task stands."""
    seen = queries.summary(request.viewer, found(request.viewer, number), at=now())
    return _form(seen, sent_again(form, written_on=seen.state))


def _form(seen: TaskSeen, sent: QueryDict) -> MessageForm:
    return AnswerForm(sent) if seen.waits_for_client else MessageForm(sent)


def _said(number: str, *, waited: bool) -> str:
    words = (
        _("Thank you: the work on %(number)s goes on.")
        if waited
        else _("Your message about %(number)s is sent.")
    )
    return words % {"number": number}
