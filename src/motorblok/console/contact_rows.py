"""Several contacts in one form: a row each, and what holds for all of them."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.accounts.models import ContactRole
from motorblok.console.contacts import line_choices
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import tell

ROWS = 3
MOST = 30


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
        label=gettext_lazy("Service lines of a lead"), required=False, choices=line_choices
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


def contact_rows(data: QueryDict | None, *, initial: Iterable[dict[str, Any]] = ()) -> BaseContacts:
    """The rows as they were sent; without, `initial` and some empty ones."""
    made = forms.formset_factory(
        ContactRowForm, formset=BaseContacts, extra=ROWS, max_num=MOST, absolute_max=MOST
    )
    return cast(BaseContacts, made(data, initial=list(initial), prefix="contacts"))


def with_more(data: QueryDict) -> BaseContacts:
    """The rows as they were typed, and some more."""
    before = contact_rows(data)
    before.is_valid()
    typed = [
        {
            **{name: data.get(form.add_prefix(name), "") for name in ("name", "email", "role")},
            "service_lines": data.getlist(form.add_prefix("service_lines")),
        }
        for form in before.forms
    ]
    return contact_rows(None, initial=typed)
