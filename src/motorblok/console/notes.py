"""Notes on a task that only colleagues read."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console.entering import inside_client
from motorblok.console.sheets import NOTE, Writing
from motorblok.console.working import How, Told, work
from motorblok.work.actions import note_on_task
from motorblok.work.models import Task
from tenants.models import Client


class NoteForm(Writing):
    part, intent = NOTE, "note"
    missing = gettext_lazy("Write your note; only colleagues read it.")


@staff_only()
@require_POST
@inside_client
def notes(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Keep a note. It overwrites nothing, so it never comes too late."""
    form = NoteForm(request.POST)

    def act(task: Task, how: How) -> Task:
        who, at = how["actor"], how["at"]
        return note_on_task(
            task.id, text=form.cleaned_data["text"], client_id=how["client_id"], actor=who, at=at
        )

    def tell(before: Task, _after: Task) -> Told:
        return Told(
            _("Your note on %(number)s is kept; the client does not see it.") % {"number": before.number}
        )

    return work(request, client, number, form, act=act, tell=tell)
