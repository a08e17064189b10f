"""A new request: the client asks for work in one of the service lines."""

from uuid import uuid4

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.viewers import ContactViewer
from motorblok.exchange.idempotency import Answer, Asked, once
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import offer
from motorblok.kernel.toasts import toast
from motorblok.portal.door import draw, now, posted
from motorblok.portal.words import PRIORITIES, line_names
from motorblok.work.actions import Draft, receive_task


class RequestForm(forms.Form):
    """The shape of a request; what the words must be, the verb knows."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label=gettext_lazy("What do you need?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    service_line = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.RadioSelect)
    description = forms.CharField(
        label=gettext_lazy("Details"),
        required=False,
        help_text=gettext_lazy("Amounts, names, dates: whatever saves a question back."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"), choices=list(PRIORITIES.items()), initial="normal"
    )

    def __init__(self, viewer: ContactViewer, data: QueryDict | None = None) -> None:
        super().__init__(data)
        lines = [(code, name) for code, name in line_names().items() if viewer.may_see_line(code)]
        offer(self, "service_line", lines)

    def draft(self, viewer: ContactViewer) -> Draft:
        """What the valid form asks for; the client sees its own request."""
        asked = self.cleaned_data
        words = {name: asked[name] for name in ("title", "service_line", "description", "priority")}
        return Draft(**words, is_internal=False, requester_id=viewer.person_id)


@contact_only()
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: ContactRequest) -> HttpResponse:
    """Write the request down and send it, once, however often the button is pressed."""
    form, refusal = RequestForm(request.viewer, posted(request)), None
    if form.is_valid():
        try:
            number = _sent(form, request.viewer)
        except NotFound:
            raise
        except DomainError as refused:
            refusal = refused
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("We have received your request as %(number)s.") % {"number": number})
            return redirect("portal:task", number)
    status = 422 if form.is_bound else 200
    return draw(request, "portal/tasks/new.html", refusal=refusal, status=status, section="new", form=form)


def _sent(form: RequestForm, viewer: ContactViewer) -> str:
    draft = form.draft(viewer)
    key = f"form:{form.cleaned_data['token']}"
    asked = Asked(viewer.client_id, str(viewer.actor), key, repr(draft).encode())

    def receive() -> Answer:
        task = receive_task(draft, client_id=viewer.client_id, actor=viewer.actor, at=now())
        return Answer(201, {"number": task.number})

    return str(once(asked, receive).body["number"])
