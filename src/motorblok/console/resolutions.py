"""Resolving a task with an answer that the client reads."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.door import posted
from motorblok.console.entering import inside_client
from motorblok.console.sheets import REPLY, Writing
from motorblok.console.working import How, Told, work
from motorblok.visibility.queries import found
from motorblok.work.actions import AnswerIsMissing, resolve_task
from motorblok.work.models import Task
from tenants.models import Client


class AnswerForm(Writing):
    part, intent = REPLY, "resolve"
    missing = AnswerIsMissing.words


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def resolution(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Write the answer, then resolve; undone by reopening."""
    form = AnswerForm(posted(request))
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)

    def act(task: Task, how: How) -> Task:
        return resolve_task(task.id, answer=form.cleaned_data["text"], **how)

    def tell(before: Task, _after: Task) -> Told:
        words = _("%(number)s is resolved.") % {"number": before.number}
        return Told(words, "task-reopening", {"reason": _("Resolved by mistake")})

    return work(request, client, number, form, act=act, tell=tell)
