"""Handing a task over to a colleague, with a note on how far it is."""

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.queries import colleagues_for
from motorblok.console import tasks
from motorblok.console.assignments import back_to
from motorblok.console.door import posted
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Step, short_text
from motorblok.console.working import How, Told, work
from motorblok.kernel.actors import Actor
from motorblok.kernel.forms import offer, unchosen
from motorblok.visibility.queries import found
from motorblok.work.actions import hand_over_task
from motorblok.work.models import Task
from tenants.models import Client


class HandoverForm(Step):
    route = "handover"
    title = gettext_lazy("Hand over")
    words = gettext_lazy("Only colleagues read the note; the client sees nothing of it.")
    button = gettext_lazy("Hand over")
    icon = "arrow-right-left"
    to = forms.ChoiceField(
        label=gettext_lazy("To whom"), error_messages={"required": gettext_lazy("Choose a colleague.")}
    )
    note = short_text(
        gettext_lazy("How far it is, and what comes next"),
        missing=gettext_lazy("Write your colleague how far it is."),
        rows=4,
    )

    def __init__(self, task: Task, client: Client, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.colleagues = {
            str(each.id): each.actor
            for each in colleagues_for(client.id, task.service_line)
            if each.id != task.assignee_id
        }
        names = [(key, each.name) for key, each in self.colleagues.items()]
        offer(self, "to", [unchosen(), *names])
        self.fields["to"].widget.attrs["autofocus"] = True
        self.fields["note"].widget.attrs.pop("autofocus")

    @property
    def colleague(self) -> Actor:
        """Whom the valid form names."""
        return self.colleagues[self.cleaned_data["to"]]


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def handover(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Give the task to a colleague with a note; undone by giving it back to who had it."""
    row = found(request.viewer, number)
    form = HandoverForm(row, client, posted(request))
    if not form.is_bound:
        return tasks.page(request, client, row, sheet=form)

    def act(task: Task, how: How) -> Task:
        return hand_over_task(task.id, to=form.colleague, note=form.cleaned_data["note"], **how)

    def tell(before: Task, after: Task) -> Told:
        words = _("%(number)s is handed over to %(name)s.") % {
            "number": after.number,
            "name": form.colleague.name,
        }
        return Told(words, *back_to(before.assignee_id, now_with=after.assignee_id))

    return work(request, client, number, form, act=act, tell=tell)
