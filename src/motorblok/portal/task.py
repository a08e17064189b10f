"""The page of one task: what was said, how the promises stand, and what the client can do next."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import ContactRole
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.errors import DomainError
from motorblok.notify.actions import mark_read
from motorblok.portal.claiming import claims_of
from motorblok.portal.conversation import CANCELLED, flow
from motorblok.portal.door import draw, now
from motorblok.portal.forms import AnswerForm, CancellationForm, MessageForm, ReopeningForm
from motorblok.portal.names import contact_names
from motorblok.portal.promises import promises
from motorblok.portal.words import shown
from motorblok.visibility import queries
from motorblok.visibility.explanations import explanation
from motorblok.visibility.seen import TaskOpened, TaskSeen


@dataclass(frozen=True, slots=True)
class Acts:
    """What this viewer may do with the task as it stands."""

    may_write: bool
    may_reopen: bool
    may_cancel: bool
    may_restore: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms of the page; one that was refused comes back with what was typed."""

    message: MessageForm | None = None
    reopening: ReopeningForm | None = None
    cancellation: CancellationForm | None = None


@contact_only()
@require_safe
def task(request: ContactRequest, number: str) -> HttpResponse:
    """One task, with all that a client sees of it; what the viewer had heard of it is read now."""
    mark_read(request.viewer.person_id, number=number, at=now())
    return page(request, number)


def page(
    request: ContactRequest,
    number: str,
    *,
    sent: Forms = Forms(),
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the task as it stands; `sent` holds a form that was refused. Raises NotFound."""
    viewer, at = request.viewer, now()
    opened = queries.task(viewer, number, at=at)
    explained = explanation(viewer, number, at=at) if opened.promises else ()
    names = contact_names([opened.requester_id], client_id=viewer.client_id)
    may = acts(viewer, opened, takes_work=_takes_work(request))
    return draw(
        request,
        "portal/tasks/page.html",
        refusal=refusal,
        status=status,
        section="tasks",
        task=opened,
        shown=shown(opened, at=at, requester=names.get(opened.requester_id, "")),
        promises=promises(opened, explained, at=at),
        flow=flow(opened),
        acts=may,
        may_claim=opened.has_missed_promise and claims_of(viewer),
        unsent=_unsent(sent, may),
        message=sent.message or _empty(opened),
        reopening=sent.reopening or ReopeningForm(),
        cancellation=sent.cancellation or CancellationForm(),
        is_cancelling=sent.cancellation is not None,
    )


def _unsent(sent: Forms, may: Acts) -> str:
    """What was typed into a form that the page has no more; it must not be lost for that."""
    if sent.message and not (may.may_write or may.may_reopen):
        return str(sent.message["text"].value() or "")
    if sent.reopening and not may.may_reopen:
        return str(sent.reopening["reason"].value() or "")
    if sent.cancellation and not may.may_cancel:
        return str(sent.cancellation["reason"].value() or "")
    return ""


def _empty(opened: TaskOpened) -> MessageForm:
    kind = AnswerForm if opened.waits_for_client else MessageForm
    return kind(initial={"written_on": opened.state})


def acts(viewer: ContactViewer, opened: TaskOpened, *, takes_work: bool) -> Acts:
    """What the viewer may do: whoever sees a task may write about it; who may end it, `may_end` says."""
    is_resolved, ends = opened.resolved_at is not None, takes_work and may_end(viewer, opened)
    return Acts(
        may_write=takes_work and opened.is_open,
        may_reopen=takes_work and is_resolved,
        may_cancel=ends and opened.is_open,
        may_restore=ends and was_cancelled_by_client(opened),
    )


def may_end(viewer: ContactViewer, seen: TaskSeen) -> bool:
    """Whether the viewer may take a request back, however far it is: who asked for it, and a director."""
    return seen.requester_id == viewer.person_id or viewer.role == ContactRole.DIRECTOR


def was_cancelled_by_client(opened: TaskOpened) -> bool:
    """Whether the task is cancelled, and the client's own people did that."""
    ends = [each for each in opened.happenings if each.kind == CANCELLED]
    return opened.cancelled_at is not None and bool(ends) and ends[-1].side == "client"


def _takes_work(request: ContactRequest) -> bool:
    client = client_of(request)
    return client is not None and client.is_open
