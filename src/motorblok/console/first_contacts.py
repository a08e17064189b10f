"""The first contacts of a client that is being taken on: several rows at once, invited now or when all is ready."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import invite_contact, note_contact
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import WIDE_ROLES, ContactRole
from motorblok.accounts.queries import contacts_of
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.names import line_names
from motorblok.console.onboarding_steps import after, frame
from motorblok.console.sending import send
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell
from motorblok.kernel.toasts import toast
from tenants.models import Client

ROWS = 3
MOST = 30
NOW, LATER = "now", "later"


def _lines() -> list[tuple[str, str]]:
    return list(line_names().items())


class ContactRowForm(forms.Form):
    """One contact; a row in which nothing was typed is none."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in reversed(ContactRole)],
        initial=ContactRole.REQUESTER,
        required=False,
    )
    service_lines = forms.MultipleChoiceField(
        label=gettext_lazy("Service lines of a lead"), required=False, choices=_lines
    )

    def clean(self) -> dict[str, Any]:
        """A row has both name and address, and only a lead has service lines, at least one."""
        found = self.cleaned_data
        if self.is_written:
            for field in ("name", "email"):
                if not found.get(field) and field not in self.errors:
                    self.add_error(field, _("Give both the name and the e-mail address."))
        found["role"] = found.get("role") or ContactRole.REQUESTER
        if found["role"] != ContactRole.LEAD:
            found["service_lines"] = []
        elif self.is_written and not found.get("service_lines"):
            self.add_error("service_lines", _("Choose at least one, or the lead sees nothing."))
        return found

    @property
    def is_written(self) -> bool:
        """Whether anything was typed."""
        return any(self.data.get(self.add_prefix(name), "").strip() for name in ("name", "email"))


class BaseContacts(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows together."""

    refused: ContactRowForm | None = None

    def written(self) -> list[ContactRowForm]:
        """The rows that are contacts."""
        return [form for form in self.forms if form.is_written]

    def clean(self) -> None:
        if not self.written():
            raise ValidationError(_("Write down at least one contact, or skip this step."))
        seen: set[str] = set()
        for form in self.written():
            email = form.cleaned_data.get("email", "").lower() if not form.errors else ""
            if email and email in seen:
                form.add_error("email", _("A row above has this e-mail address already."))
            seen.add(email)

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the row that it is about."""
        if self.refused:
            tell(self.refused, refusal)


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
    form, rows = WhenForm(data), _rows(data)
    if data is not None and "more" in data:
        return _page(request, client, form, _with_more(data))

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


def _rows(
    data: QueryDict | None, *, initial: Iterable[dict[str, Any]] = (), extra: int = ROWS
) -> BaseContacts:
    made = forms.formset_factory(
        ContactRowForm, formset=BaseContacts, extra=extra, max_num=MOST, absolute_max=MOST
    )
    return cast(BaseContacts, made(data, initial=list(initial), prefix="contacts"))


def _with_more(data: QueryDict) -> BaseContacts:
    """The rows as they were typed, and some more."""
    before = _rows(data)
    before.is_valid()
    typed = [
        {
            **{name: data.get(form.add_prefix(name), "") for name in ("name", "email", "role")},
            "service_lines": data.getlist(form.add_prefix("service_lines")),
        }
        for form in before.forms
    ]
    return _rows(None, initial=typed)
