"""Writing to the client about a task, and what may go with it: the wait for its answer, or the end of the work."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.entering import inside_client
from motorblok.console.sheets import REPLY, Writing
from motorblok.console.working import How, Told, work
from motorblok.work.actions import reply_to_client
from motorblok.work.models import Task
from tenants.models import Client


class MessageForm(Writing):
    part, intent = REPLY, "send"
    missing = gettext_lazy("Write your message; the client reads it.")


@staff_only()
@require_POST
@inside_client
def messages(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Send a message; the client has its response."""
    form = MessageForm(request.POST)

    def act(task: Task, how: How) -> Task:
        return reply_to_client(task.id, text=form.cleaned_data["text"], **how)

    def tell(before: Task, _after: Task) -> Told:
        return Told(_("Your message about %(number)s is with the client.") % {"number": before.number})

    return work(request, client, number, form, act=act, tell=tell)
