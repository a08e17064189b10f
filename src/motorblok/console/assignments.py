"""Who is to do a task."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.queries import person_row
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Sheet
from motorblok.console.working import How, Told, work
from motorblok.kernel.actors import Actor
from motorblok.work.actions import CannotBeAssigned, assign_task
from motorblok.work.models import Task
from tenants.models import Client


class AssignmentForm(Sheet):
    assignee = forms.UUIDField(
        label=gettext_lazy("Assignee"),
        error_messages={"required": CannotBeAssigned.words, "invalid": CannotBeAssigned.words},
    )

    @property
    def colleague(self) -> Actor:
        """Whom the valid form names. Raises NotFound."""
        return person_row(self.cleaned_data["assignee"], client_id=None).actor


@staff_only()
@require_POST
@inside_client
def assignment(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Give the task to a colleague, with the way back to who had it before."""
    form = AssignmentForm(request.POST)

    def act(task: Task, how: How) -> Task:
        return assign_task(task.id, assignee=form.colleague, **how)

    def tell(before: Task, after: Task) -> Told:
        words = _("%(number)s is assigned to %(name)s.")
        fields = {"number": before.number, "name": form.colleague.name}
        return Told(words % fields, *back_to(before.assignee_id, now_with=after.assignee_id))

    return work(request, client, number, form, act=act, tell=tell)


def back_to(before: UUID | None, *, now_with: UUID | None) -> tuple[str, dict[str, str]]:
    """The way back to who had a task before, or to nobody: a route and what is posted to it."""
    if before == now_with:
        return "", {}
    return ("assignment", {"assignee": str(before)}) if before else ("release", {})
