"""Taking a task in hand."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.assignments import back_to
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Sheet
from motorblok.console.working import How, Told, work
from motorblok.work.actions import take_task
from motorblok.work.models import Task
from tenants.models import Client


class TakingForm(Sheet):
    """Nothing is asked."""


@staff_only()
@require_POST
@inside_client
def taking(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Take the task; undone by giving it back to who had it, though the response stays given."""

    def act(task: Task, how: How) -> Task:
        return take_task(task.id, **how)

    def tell(before: Task, after: Task) -> Told:
        words = _("%(number)s is yours; the first response is given.") % {"number": after.number}
        return Told(words, *back_to(before.assignee_id, now_with=after.assignee_id))

    return work(request, client, number, TakingForm(request.POST), act=act, tell=tell)
