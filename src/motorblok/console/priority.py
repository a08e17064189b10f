"""Giving a task another priority or service level, after a look at which promises would change."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.asked import plain
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.console.foresight import Foreseen, foreseen
from motorblok.console.sheets import Step, short_text
from motorblok.console.working import How, Told, work
from motorblok.visibility.queries import found
from motorblok.work.actions import prioritise_task
from motorblok.work.models import Priority, Task
from tenants.models import Client

LEVEL_LENGTH = 20


class PriorityForm(Step):
    route = "priority"
    title = gettext_lazy("Change the priority")
    button = gettext_lazy("Change")
    icon = "signal"
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, widget=forms.RadioSelect
    )
    level = forms.CharField(
        label=gettext_lazy("Service level"),
        max_length=LEVEL_LENGTH,
        required=False,
        help_text=gettext_lazy("Only where the agreement names levels."),
    )
    reason = short_text(
        gettext_lazy("Why"), missing=gettext_lazy("Say why; it is kept with the change."), rows=2
    )

    def __init__(self, task: Task, data: QueryDict | None, *, wanted: QueryDict, at: datetime) -> None:
        """`wanted` is what the choice stands at while it is only looked at."""
        asked = wanted.get("priority", task.priority)
        priority = asked if asked in Priority.values else task.priority
        level = plain(wanted.get("level", task.level))[:LEVEL_LENGTH]
        super().__init__(data, initial={"priority": priority, "level": level})
        self.fields["reason"].widget.attrs.pop("autofocus", None)
        self.fields["priority"].widget.attrs["data-first"] = True
        self.foreseen: list[Foreseen] = foreseen(task, priority=priority, level=level, at=at)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def priority(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Choose, see what would change, and say why; undone by the choice of before."""
    row = found(request.viewer, number)
    form = PriorityForm(row, posted(request), wanted=request.POST or request.GET, at=now())
    if not form.is_bound:
        return tasks.page(request, client, row, sheet=form)

    def act(task: Task, how: How) -> Task:
        chosen: dict[str, Any] = {name: form.cleaned_data[name] for name in ("priority", "level", "reason")}
        return prioritise_task(task.id, **chosen, **how)

    return work(request, client, number, form, act=act, tell=_told)


def _told(before: Task, after: Task) -> Told:
    if (before.priority, before.level) == (after.priority, after.level):
        return Told(_("%(number)s has this priority already.") % {"number": after.number})
    words = _("%(number)s has priority %(priority)s now.")
    fields = {"number": after.number, "priority": after.get_priority_display().lower()}
    back = {"priority": before.priority, "level": before.level, "reason": _("Changed by mistake")}
    return Told(words % fields, "priority", back)
