"""The first tasks for a client that is being taken on: what is usual in each service line, and rows of one's own."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.names import line_names
from motorblok.console.onboarding_steps import after, frame
from motorblok.console.sending import send
from motorblok.console.starting_work import starts
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.forms import offer, unchosen
from motorblok.kernel.toasts import toast
from motorblok.work.actions import Draft, receive_task
from motorblok.work.models import Priority, Task
from tenants.models import Client

ROWS = 3


@dataclass(frozen=True, slots=True)
class StartShown:
    """A proposal as a checkbox."""

    key: str
    words: str
    is_chosen: bool


class StartsForm(OnceForm):
    """Which of the usual tasks are received."""

    starts = forms.MultipleChoiceField(required=False)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        offer(self, "starts", [(each.key, str(each.title)) for each in starts()])

    def groups(self) -> list[tuple[str, list[StartShown]]]:
        """The proposals under the names of their service lines."""
        chosen = set(self["starts"].value() or ())
        found: dict[str, list[StartShown]] = {}
        for each in starts():
            shown = StartShown(each.key, str(each.title), each.key in chosen)
            found.setdefault(each.service_line, []).append(shown)
        return [(name, found[code]) for code, name in line_names().items() if code in found]

    def drafts(self, *, language: str) -> list[Draft]:
        """The chosen ones as tasks, in the language of the client, who reads them too."""
        chosen = set(self.cleaned_data["starts"])
        with override(language):
            return [
                Draft(title=str(each.title), service_line=each.service_line, is_internal=False)
                for each in starts()
                if each.key in chosen
            ]


class TaskRowForm(forms.Form):
    """A task of one's own; without a title the row is none."""

    title = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200, required=False)
    service_line = forms.ChoiceField(label=gettext_lazy("Service line"), required=False)
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, initial=Priority.NORMAL, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "service_line", [unchosen(), *line_names().items()])

    def clean(self) -> dict[str, Any]:
        """A task lies in a service line."""
        found = self.cleaned_data
        if found.get("title") and not found.get("service_line") and "service_line" not in self.errors:
            self.add_error("service_line", _("Choose the service line of this task."))
        if found.get("service_line") and not found.get("title") and "title" not in self.errors:
            self.add_error("title", _("Say in a few words what is to be done."))
        return found

    @property
    def draft(self) -> Draft | None:
        """The task; None for an empty row."""
        asked = self.cleaned_data
        if not asked.get("title"):
            return None
        known = {name: asked[name] for name in ("title", "service_line")}
        return Draft(**known, priority=asked["priority"] or Priority.NORMAL, is_internal=False)


class BaseTasks(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows together."""

    def drafts(self) -> list[Draft]:
        """The rows that are tasks."""
        return [form.draft for form in self.forms if form.draft]


TaskRows = forms.formset_factory(TaskRowForm, formset=BaseTasks, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def onboarding_tasks(request: StaffRequest, client: Client) -> HttpResponse:
    """Receive all that is marked or written; all of it or nothing."""
    at, data = now(), posted(request)
    form, rows = StartsForm(data), cast(BaseTasks, TaskRows(data, prefix="tasks"))

    def received() -> dict[str, Any]:
        drafts = [*form.drafts(language=client.language), *rows.drafts()]
        for draft in drafts:
            receive_task(draft, client_id=client.id, actor=request.viewer.actor, at=at)
        return {"many": len(drafts)}

    sent = send(form, rows, viewer=request.viewer, client=client, act=received)
    if sent.answer:
        many = int(sent.answer.body["many"])
        words = ngettext("%(many)s task is received.", "%(many)s tasks are received.", many)
        if many:
            toast(request, words % {"many": many})
        return after(client, "tasks")
    context = {**frame(client, "tasks"), "form": form, "rows": rows, "groups": form.groups()}
    known = list(Task.objects.order_by("-received_at").values_list("number", "title")[:5])
    status = 422 if data else 200
    return draw(
        request, "console/onboarding/tasks.html", refusal=sent.refusal, status=status, known=known, **context
    )
