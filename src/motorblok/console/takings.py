"""Taking a task in hand."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.door import now
from motorblok.console.entering import inside_client
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from motorblok.visibility.queries import found
from motorblok.work.actions import take_task
from tenants.models import Client


@staff_only()
@require_POST
@inside_client
def taking(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Take the task; a refusal is told on the task's page."""
    task = found(request.viewer, number)
    try:
        take_task(task.id, client_id=client.id, actor=request.viewer.actor, at=now())
    except DomainError as refusal:
        return tasks.page(request, client, task, refusal=refusal)
    toast(request, _("%(number)s is yours; the first response is given.") % {"number": number})
    return redirect("console:task", client.slug, number)
