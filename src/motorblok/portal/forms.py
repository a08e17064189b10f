"""The forms of a task's page: what the words must be, the verbs know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from motorblok.portal.sending import SentForm
from motorblok.work.actions import TextIsMissing

MISSING = {"required": TextIsMissing.words}


class MessageForm(SentForm):
    """A message to the provider; `written_on` is the state in which the writer saw the task, `back` where it wrote."""

    ids = "message"

    written_on = forms.CharField(required=False, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your message"), error_messages=MISSING, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(MessageForm):
    """The same, where it answers a question."""

    text = forms.CharField(
        label=_("Your answer"), error_messages=MISSING, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopeningForm(SentForm):
    """Why a resolved task is not done after all."""

    ids = "reopening"

    reason = forms.CharField(
        label=_("What is still missing?"), error_messages=MISSING, widget=forms.Textarea(attrs={"rows": 3})
    )


class CancellationForm(SentForm):
    """Why the work need not be done."""

    ids = "cancellation"

    reason = forms.CharField(
        label=_("Why is it no longer needed?"),
        error_messages=MISSING,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
