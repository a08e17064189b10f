"""Ending a task without doing it, and taking an ending back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.door import posted
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Step, short_text
from motorblok.console.working import How, Told, work
from motorblok.visibility.queries import found
from motorblok.work.actions import cancel_task, reopen_task
from motorblok.work.models import State, Task
from tenants.models import Client


class CancellationForm(Step):
    route = "cancellation"
    title = gettext_lazy("Cancel the task")
    words = gettext_lazy("For work that need not be done any more. Its clocks stop without a verdict.")
    button = gettext_lazy("Cancel the task")
    icon = "ban"
    is_grave = True
    reason = short_text(gettext_lazy("Why"), missing=gettext_lazy("Say why it is cancelled."))


class ReopeningForm(Step):
    route = "task-reopening"
    title = gettext_lazy("Reopen the task")
    words = gettext_lazy("Its clocks go on as the agreement says.")
    button = gettext_lazy("Reopen")
    icon = "rotate-ccw"
    reason = short_text(gettext_lazy("Why"), missing=gettext_lazy("Say why it is reopened."))

    def suits(self, task: Task) -> bool:
        """Only what was ended can be reopened."""
        return not task.is_open


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def cancellation(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Cancel with a reason; undone by reopening."""
    form = CancellationForm(posted(request))
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)

    def act(task: Task, how: How) -> Task:
        return cancel_task(task.id, reason=form.cleaned_data["reason"], **how)

    def tell(before: Task, _after: Task) -> Told:
        words = _("%(number)s is cancelled.") % {"number": before.number}
        return Told(words, "task-reopening", {"reason": _("Cancelled by mistake")})

    return work(request, client, number, form, act=act, tell=tell)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def reopening(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Take the work up again; undone by ending it as it was ended."""
    form = ReopeningForm(posted(request))
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)

    def act(task: Task, how: How) -> Task:
        return reopen_task(task.id, reason=form.cleaned_data["reason"], **how)

    return work(request, client, number, form, act=act, tell=_told_of_reopening)


def _told_of_reopening(before: Task, after: Task) -> Told:
    words = _("%(number)s is open again.") % {"number": after.number}
    if before.state == State.CANCELLED:
        return Told(words, "cancellation", {"reason": _("Reopened by mistake")})
    return Told(words, "resolution", {"text": before.answer}) if before.answer else Told(words)
