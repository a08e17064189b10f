"""Laying a task back for anybody to take."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.assignments import back_to
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Sheet
from motorblok.console.working import How, Told, work
from motorblok.work.actions import release_task
from motorblok.work.models import Task
from tenants.models import Client


class ReleaseForm(Sheet):
    """Nothing is asked."""


@staff_only()
@require_POST
@inside_client
def release(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Make nobody responsible; undone by giving it back to who had it."""

    def act(task: Task, how: How) -> Task:
        return release_task(task.id, **how)

    def tell(before: Task, after: Task) -> Told:
        words = _("%(number)s is laid back for anybody to take.") % {"number": after.number}
        return Told(words, *back_to(before.assignee_id, now_with=after.assignee_id))

    return work(request, client, number, ReleaseForm(request.POST), act=act, tell=tell)
