"""Resolving a task with an answer that the client reads."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from motorblok.visibility.queries import found
from motorblok.work.actions import AnswerIsMissing, resolve_task
from tenants.models import Client


class ResolutionForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        error_messages={"required": AnswerIsMissing.words},
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def resolution(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Write the answer, then resolve; a refusal keeps what was written."""
    task = found(request.viewer, number)
    form = ResolutionForm(posted(request))
    form.fields["answer"].help_text = (
        _("Internal: only colleagues read it.") if task.is_internal else _("The client reads it.")
    )
    if not form.is_bound:
        return tasks.page(request, client, task, form=form)
    if not form.is_valid():
        return tasks.page(request, client, task, form=form, status=422)
    try:
        answer = form.cleaned_data["answer"]
        resolve_task(task.id, answer=answer, client_id=client.id, actor=request.viewer.actor, at=now())
    except DomainError as refusal:
        return tasks.page(request, client, task, refusal=refusal, form=form)
    toast(request, _("%(number)s is resolved.") % {"number": number})
    return redirect("console:task", client.slug, number)
