"""Receiving a task: for which client, and what is asked."""

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.names import client_names, line_names
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import offer, tell, unchosen
from motorblok.kernel.toasts import toast
from motorblok.work.actions import Draft, receive_task
from motorblok.work.models import Priority
from tenants.models import Client, State

INTERNAL, CLIENT = "internal", "client"
LONG_LIST = 60


class TaskForm(OnceForm):
    """The shape of a task; what the words must be, the verb knows."""

    title = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    service_line = forms.ChoiceField(label=gettext_lazy("Service line"))
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, initial=Priority.NORMAL
    )
    level = forms.CharField(
        label=gettext_lazy("Service level"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Only where the agreement names levels."),
    )
    description = forms.CharField(
        label=gettext_lazy("Details"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may see it"), widget=forms.RadioSelect)

    def __init__(self, viewer: StaffViewer, client: Client, data: QueryDict | None = None) -> None:
        super().__init__(data)
        names = line_names()
        allowed = viewer.lines_of(client.id)
        lines = [(code, name) for code, name in names.items() if allowed is None or code in allowed]
        offer(self, "service_line", lines if len(lines) == 1 else [unchosen(), *lines])
        audiences = [
            (CLIENT, _("%(client)s and we") % {"client": client.name}),
            (INTERNAL, _("Only we: internal")),
        ]
        offer(self, "audience", audiences)

    def draft(self) -> Draft:
        """What the valid form asks for."""
        asked = self.cleaned_data
        return Draft(
            **{name: asked[name] for name in ("title", "service_line", "priority", "level", "description")},
            is_internal=asked["audience"] == INTERNAL,
        )


@staff_only()
@require_safe
def new_task(request: StaffRequest) -> HttpResponse:
    """Choose the client; with a single one there is nothing to choose."""
    text = request.GET.get("text", "").strip()[:100]
    mine = [each for each in client_names(request.viewer).values() if each.state == State.OPEN]
    if len(mine) == 1:
        return redirect("console:client-new-task", mine[0].slug)
    sought = text.casefold()
    found = [each for each in mine if sought in each.name.casefold() or sought in each.code.casefold()]
    shown = found[:LONG_LIST]
    return draw(request, "console/tasks/choose.html", section="new-task", clients=shown, text=text)


@staff_only()
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def client_new_task(request: StaffRequest, client: Client) -> HttpResponse:
    """Write the task down and receive it, once, however often the button is pressed."""
    form = TaskForm(request.viewer, client, posted(request))
    refusal = None
    if form.is_valid():
        try:
            number = _received(form, request.viewer, client)
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("%(number)s is received; its promises are running.") % {"number": number})
            return redirect("console:task", client.slug, number)
    status = 422 if form.is_bound else 200
    context = {"section": "new-task", "client": client, "form": form}
    return draw(request, "console/tasks/new.html", refusal=refusal, status=status, **context)


def _received(form: TaskForm, viewer: StaffViewer, client: Client) -> str:
    draft = form.draft()
    if not viewer.may_see(client.id, draft.service_line):
        raise NotFound

    def receive() -> dict[str, str]:
        return {"number": receive_task(draft, client_id=client.id, actor=viewer.actor, at=now()).number}

    return str(form.act_once(client.id, viewer.actor, content=draft, act=receive).body["number"])
