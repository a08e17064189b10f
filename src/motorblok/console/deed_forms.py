"""What the verbs of the workboard ask for, whatever tasks they are done to."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from motorblok.accounts.queries import person_row
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from motorblok.work.actions import AnswerIsMissing, CannotBeAssigned
from motorblok.work.models import Party, Priority

LONG = forms.Textarea(attrs={"rows": 4, "autofocus": True})


class AssignmentForm(OnceForm):
    assignee = forms.UUIDField(error_messages={"required": gettext_lazy("Choose a colleague.")})

    def clean_assignee(self) -> Actor:
        """The colleague, as who will be named in the event."""
        return colleague(self.cleaned_data["assignee"])


class PriorityForm(OnceForm):
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        choices=[*reversed(Priority.choices)],
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=500)


class ResolutionForm(OnceForm):
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        error_messages={"required": AnswerIsMissing.words},
        help_text=gettext_lazy("The client of each task reads it, unless the task is internal."),
        widget=LONG,
    )


class WaitingForm(OnceForm):
    whom = forms.ChoiceField(
        label=gettext_lazy("Who has to act"),
        choices=Party.choices,
        initial=Party.CLIENT,
        widget=forms.RadioSelect,
    )
    question = forms.CharField(
        label=gettext_lazy("What we wait for"),
        help_text=gettext_lazy("A question to the client is sent to it; its answer resumes the task."),
        widget=LONG,
    )


class CancellationForm(OnceForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it need not be done"),
        help_text=gettext_lazy("The client of each task reads it, unless the task is internal."),
        widget=LONG,
    )


def colleague(person_id: UUID) -> Actor:
    """A member of staff as an actor. Raises ValidationError where there is none."""
    try:
        return person_row(person_id, client_id=None).actor
    except NotFound:
        raise ValidationError(str(CannotBeAssigned.words)) from None
