"""The first contacts of a client that is being taken on: several rows at once, invited now or when all is ready."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import invite_contact, note_contact
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES
from motorblok.accounts.queries import contacts_of
from motorblok.console.contact_rows import BaseContacts, contact_rows, with_more
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.onboarding_steps import after, frame
from motorblok.console.sending import send
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from tenants.models import Client

NOW, LATER = "now", "later"


class WhenForm(OnceForm):
    when = forms.ChoiceField(
        label=gettext_lazy("Invite them"),
        widget=forms.RadioSelect,
        initial=LATER,
        choices=[
            (LATER, gettext_lazy("When all is ready: on the last page")),
            (NOW, gettext_lazy("At once")),
        ],
    )


@staff_only(*WIDE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
@inside_client
def onboarding_contacts(request: StaffRequest, client: Client) -> HttpResponse:
    """Write several contacts down; all of them or, where one row is refused, none."""
    data = posted(request)
    form, rows = WhenForm(data), contact_rows(data)
    if data is not None and "more" in data:
        return _page(request, client, form, with_more(data))

    def taken() -> dict[str, Any]:
        verb = invite_contact if form.cleaned_data["when"] == NOW else note_contact
        for row in rows.written():
            rows.refused = row
            verb(client, **row.cleaned_data, actor=request.viewer.actor, at=now())
        return {"many": len(rows.written())}

    sent = send(form, rows, viewer=request.viewer, client=client, act=taken)
    if sent.answer:
        many = int(sent.answer.body["many"])
        words = ngettext("%(many)s contact is written down.", "%(many)s contacts are written down.", many)
        toast(request, words % {"many": many})
        return after(client, "contacts")
    return _page(request, client, form, rows, refusal=sent.refusal, status=422 if data else 200)


def _page(
    request: StaffRequest,
    client: Client,
    form: WhenForm,
    rows: BaseContacts,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**frame(client, "contacts"), "form": form, "rows": rows, "known": contacts_of(client.id)}
    return draw(request, "console/onboarding/contacts.html", refusal=refusal, status=status, **context)
