"""Booking time on a task, and taking a booking back."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.console import tasks
from motorblok.console.dates import DayField, date_in
from motorblok.console.door import now, posted
from motorblok.console.entering import inside_client
from motorblok.console.sheets import Step, short_text
from motorblok.console.working import How, Told, work
from motorblok.kernel.ids import id_in
from motorblok.visibility.queries import found
from motorblok.work.actions import book_time, correct_time
from motorblok.work.models import Task, TimeEntry
from tenants.models import Client

CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|u|uur)?")
MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min)")
HOUR, MINUTE = 3600, 60


class LongField(forms.CharField):
    """How long: 1:30, 1.5 or 1,5 for hours, 45m for minutes; kept as seconds."""

    def clean(self, value: Any) -> int:
        """The seconds. Raises ValidationError."""
        text = super().clean(value).strip().lower()
        if found := CLOCK.fullmatch(text):
            return int(found[1]) * HOUR + int(found[2]) * MINUTE
        if found := MINUTES.fullmatch(text):
            return int(found[1]) * MINUTE
        if found := HOURS.fullmatch(text):
            return round(float(found[1].replace(",", ".")) * HOUR)
        raise ValidationError(_("Write hours as 1:30 or 1.5, or minutes as 45m."))


class BookingForm(Step):
    route = "time"
    title = gettext_lazy("Book time")
    words = gettext_lazy("Only colleagues see it; whether it is charged, the subscription says.")
    button = gettext_lazy("Book")
    icon = "timer"
    carries = ("token",)
    seconds = LongField(
        label=gettext_lazy("How long"),
        max_length=10,
        help_text=gettext_lazy("1:30 or 1.5 for hours, 45m for minutes"),
        error_messages={"required": gettext_lazy("Say how long you worked on it.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    worked_on = DayField(label=gettext_lazy("On which day"))
    note = forms.CharField(label=gettext_lazy("What was done"), max_length=500, required=False)

    def __init__(self, client: Client, data: QueryDict | None, *, at: datetime) -> None:
        today = date_in(client.time_zone, at)
        super().__init__(data, initial={"worked_on": today, "token": uuid4()})
        self.fields["worked_on"].widget.attrs["max"] = today.isoformat()

    def suits(self, task: Task) -> bool:
        """Time is booked after the end of a task too."""
        return True


class TakingBackForm(Step):
    route = "time-correction"
    title = gettext_lazy("Take time back")
    words = gettext_lazy("The booking stays in the history and no longer counts. Book anew what is right.")
    button = gettext_lazy("Take back")
    icon = "undo-2"
    carries = ("entry",)
    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = short_text(gettext_lazy("Why"), missing=gettext_lazy("Say why it is taken back."), rows=2)

    def suits(self, task: Task) -> bool:
        """What was booked can be wrong whatever became of the task."""
        return True


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def time(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Book time; undone by taking it back."""
    form = BookingForm(client, posted(request), at=now())
    if not form.is_bound:
        return tasks.page(request, client, found(request.viewer, number), sheet=form)
    made: list[TimeEntry] = []

    def act(task: Task, how: How) -> Task:
        said = {name: form.cleaned_data[name] for name in ("seconds", "worked_on", "note")}
        made.append(book_time(task.id, **said, **_who(how)))
        return task

    def tell(before: Task, _after: Task) -> Told:
        if not made:
            return Told(_("This time is booked already."))
        words = _("%(hours)s h is booked on %(number)s.") % {"hours": made[0].hours, "number": before.number}
        back = {"entry": str(made[0].id), "reason": _("Booked by mistake")}
        return Told(words, "time-correction", back)

    return work(request, client, number, form, act=act, tell=tell)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def time_correction(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """Take a booking back with a reason."""
    row = found(request.viewer, number)
    form = TakingBackForm(posted(request), initial={"entry": id_in(request.GET.get("entry", ""))})
    if not form.is_bound:
        return tasks.page(request, client, row, sheet=form)

    def act(task: Task, how: How) -> Task:
        said = form.cleaned_data
        correct_time(said["entry"], task_id=task.id, reason=said["reason"], **_who(how))
        return task

    def tell(before: Task, _after: Task) -> Told:
        return Told(_("The time on %(number)s is taken back.") % {"number": before.number})

    return work(request, client, number, form, act=act, tell=tell)


def _who(how: How) -> dict[str, Any]:
    """What is told to a verb that overwrites nothing, and so never comes too late."""
    return {"client_id": how["client_id"], "actor": how["actor"], "at": how["at"]}
