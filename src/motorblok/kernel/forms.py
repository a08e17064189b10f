"""How forms are drawn: every field group through one template; and what else all forms share."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.translation import gettext as _

from motorblok.kernel.errors import DomainError


class Renderer(DjangoTemplates):
    """Settings name this class as FORM_RENDERER."""

    field_template_name = "kernel/_field.html"


def sent_again(form: forms.Form, **changes: str) -> QueryDict:
    """What a form was sent with, with some fields changed."""
    sent = cast(QueryDict, form.data).copy()
    for name, value in changes.items():
        sent[form.add_prefix(name)] = value
    return sent


def tell(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal beside the field that it is about, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def unchosen() -> tuple[str, str]:
    """The choice that stands first where nothing is chosen yet."""
    return "", _("Choose…")


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Set what a field of choices offers, where that depends on who looks."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices.")
    field.choices = list(choices)
