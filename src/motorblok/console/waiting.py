"""Work that cannot go on by itself: a question to the client, a wait for somebody else, and going on again."""

from typing import ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.door import posted
from motorblok.console.entering import inside_client
from motorblok.console.sheets import REPLY, Sheet, Step, Writing, short_text
from motorblok.console.working import How, Told, work
from motorblok.visibility.queries import found
from motorblok.work.actions import resume_task, wait_for_client, wait_for_third_party
from motorblok.work.models import Party, Task
from tenants.models import Client


class QuestionForm(Writing):
    part, intent = REPLY, "wait"
    missing = gettext_lazy("Write what the client must answer; the client reads it.")


class ThirdPartyForm(Step):
    route = "third-party"
    title = gettext_lazy("Wait for a third party")
    words = gettext_lazy("For a supplier, a bank, an authority. The client sees that you wait, and for whom.")
    button = gettext_lazy("Wait")
    icon: ClassVar[str] = "circle-pause"
    whom = short_text(
        gettext_lazy("For whom, and for what"),
        missing=gettext_lazy("Say whom you wait for, and what for."),
        rows=2,
    )


class ResumptionForm(Sheet):
    """Nothing is asked: going on speaks for itself."""


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def waiting(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Ask the client, and wait until it has answered."""
    form = QuestionForm(posted(request))
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)

    def act(task: Task, how: How) -> Task:
        return wait_for_client(task.id, question=form.cleaned_data["text"], **how)

    return work(request, client, number, form, act=act, tell=_told_of_wait)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def third_party(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Wait for somebody who is neither client nor provider."""
    form = ThirdPartyForm(posted(request))
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)

    def act(task: Task, how: How) -> Task:
        return wait_for_third_party(task.id, whom=form.cleaned_data["whom"], **how)

    return work(request, client, number, form, act=act, tell=_told_of_wait)


@staff_only()
@require_POST
@inside_client
def resumption(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Go on, though no answer came here; to undo it is to wait for the same again."""

    def act(task: Task, how: How) -> Task:
        return resume_task(task.id, **how)

    return work(request, client, number, ResumptionForm(request.POST), act=act, tell=_told_of_resumption)


def _told_of_wait(before: Task, after: Task) -> Told:
    if after.is_waiting_for_client:
        words = _("%(number)s waits for the client; your question is sent.")
    else:
        words = _("%(number)s waits for a third party.")
    undo = "" if before.waiting_for else "resumption"
    return Told(words % {"number": after.number}, undo)


def _told_of_resumption(before: Task, after: Task) -> Told:
    words = _("You go on with %(number)s; its clocks run again.") % {"number": after.number}
    if before.waiting_for == Party.CLIENT:
        # To wait for the client again would ask it a second time.
        return Told(words)
    return Told(words, "third-party", {"whom": before.question})
