"""A new request: the client asks for work in one of the service lines."""

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.errors import DomainError, NotFound
from motorblok.kernel.forms import offer, tell
from motorblok.kernel.toasts import toast
from motorblok.portal.door import draw, now, posted
from motorblok.portal.lines import cards
from motorblok.portal.outlook import outlook
from motorblok.portal.sending import SentForm
from motorblok.portal.words import PRIORITIES
from motorblok.visibility import queries
from motorblok.work.actions import Draft, receive_task


class RequestForm(SentForm):
    """The shape of a request; what the words must be, the verb knows."""

    service_line = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("What do you need?"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("Details"),
        required=False,
        help_text=gettext_lazy("Amounts, names, dates: whatever saves a question back."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=list(PRIORITIES.items()),
        initial="normal",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, viewer: ContactViewer, data: QueryDict | None = None, *, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "service_line", [(card.code, card.name) for card in cards(viewer)])

    def draft(self, viewer: ContactViewer) -> Draft:
        """What the valid form asks for; the client sees its own request."""
        asked = self.cleaned_data
        words = {name: asked[name] for name in ("title", "service_line", "description", "priority")}
        return Draft(**words, is_internal=False, requester_id=viewer.person_id)


@contact_only()
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: ContactRequest) -> HttpResponse:
    """Write the request down and send it, once, however often the button is pressed."""
    viewer = request.viewer
    form, refusal = RequestForm(viewer, posted(request), initial=_begun(request)), None
    if form.is_valid():
        try:
            number = _sent(form, viewer)
        except NotFound:
            raise
        except DomainError as refused:
            refusal = refused
            tell(form, refused)
        else:
            toast(request, _("We have received your request as %(number)s.") % {"number": number})
            return redirect("portal:task", number)
    return draw(
        request,
        "portal/tasks/new.html",
        refusal=refusal,
        status=422 if form.is_bound else 200,
        section="new",
        form=form,
        cards=cards(viewer),
        line=form["service_line"].value() or "",
        outlook=outlook(viewer, form["service_line"].value(), form["priority"].value(), at=now()),
    )


def _begun(request: ContactRequest) -> dict[str, str]:
    """What the form begins with: a service line chosen before, or the words of a request that is to be made anew."""
    if number := request.GET.get("like", ""):
        return _words_of(request.viewer, number)
    return {"service_line": request.GET.get("service_line", "")}


def _words_of(viewer: ContactViewer, number: str) -> dict[str, str]:
    try:
        opened = queries.task(viewer, number, at=now())
    except NotFound:
        return {}
    names = ("title", "service_line", "description", "priority")
    return {name: str(getattr(opened, name)) for name in names}


def _sent(form: RequestForm, viewer: ContactViewer) -> str:
    draft = form.draft(viewer)

    def receive() -> dict[str, str]:
        task = receive_task(draft, client_id=viewer.client_id, actor=viewer.actor, at=now())
        return {"number": task.number}

    return str(form.once(viewer, draft, receive)["number"])
