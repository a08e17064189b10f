"""Who is to do a task."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.queries import person_row
from motorblok.console import tasks
from motorblok.console.door import now
from motorblok.console.entering import inside_client
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from motorblok.visibility.queries import found
from motorblok.work.actions import CannotBeAssigned, assign_task
from motorblok.work.models import Task
from tenants.models import Client


class AssignmentForm(forms.Form):
    assignee = forms.UUIDField(label=gettext_lazy("Assignee"))


@staff_only()
@require_POST
@inside_client
def assignment(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Give the task to a colleague, with the way back to who had it before."""
    task, form = found(request.viewer, number), AssignmentForm(request.POST)
    try:
        if not form.is_valid():
            raise CannotBeAssigned(field="assignee")
        chosen = person_row(form.cleaned_data["assignee"], client_id=None)
        assignee = Actor("staff", str(chosen.id), chosen.name)
        assign_task(task.id, assignee=assignee, client_id=client.id, actor=request.viewer.actor, at=now())
    except DomainError as refusal:
        return tasks.page(request, client, task, refusal=refusal)
    _tell(request, client, task, chosen.id, chosen.name)
    return redirect("console:task", client.slug, number)


def _tell(request: StaffRequest, client: Client, before: Task, assignee_id: UUID, name: str) -> None:
    words = _("%(number)s is assigned to %(name)s.") % {"number": before.number, "name": name}
    if before.assignee_id in (None, assignee_id):
        toast(request, words)
    else:
        back = reverse("console:assignment", args=[client.slug, before.number])
        toast(request, words, undo=back, assignee=str(before.assignee_id))
