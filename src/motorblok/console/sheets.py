"""The forms on the page of a task: what each carries along, and in which part of the page it is drawn."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError, Words
from motorblok.work.models import Task

REPLY, NOTE, STEP = "reply", "note", "step"
LONGEST = 20_000


class Sheet(forms.Form):
    """A form that says what its sender saw: `seen` the task's version, `last` the newest event on the page.

    `part` is where it is drawn: in the composer as a reply or a note, or as a step above the conversation. `next` is a
    path to return to after success, `token` makes a form that is sent twice act once.
    """

    part: ClassVar[str] = ""
    intent: ClassVar[str] = ""
    place: ClassVar[str] = ""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    last = forms.UUIDField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def looked_at(self) -> UUID | None:
        """The newest event that its sender has seen, if it said so."""
        last: UUID | None = getattr(self, "cleaned_data", {}).get("last")
        return last

    def suits(self, task: Task) -> bool:
        """Whether the step can be taken as the task stands now."""
        return task.is_open

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields that are typed or chosen."""
        return self.visible_fields()

    def regret(self, refusal: DomainError) -> bool:
        """Put a refusal at the field it is about; False where there is none."""
        names = [each.name for each in self.own]
        if not refusal.field or not names:
            return False
        self.add_error(refusal.field if refusal.field in names else names[0], str(refusal))
        return True


class Step(Sheet):
    """A step that asks for something first: drawn as a card with its own words. `route` is where it is sent."""

    part = STEP
    route: ClassVar[str]
    title: ClassVar[Words]
    words: ClassVar[Words] = ""
    button: ClassVar[Words]
    icon: ClassVar[str] = "check"
    is_grave: ClassVar[bool] = False
    carries: ClassVar[tuple[str, ...]] = ()

    @property
    def carried(self) -> list[forms.BoundField]:
        """The fields that nobody sees and that are sent along."""
        return [self[name] for name in self.carries]


class Writing(Sheet):
    """Something written in the composer; `missing` is said where nothing is."""

    place = "#composer"
    missing: ClassVar[Words] = _("Write at least a few words.")
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{self.part}-%s")
        self.fields["text"].error_messages["required"] = str(self.missing)


def short_text(label: Any, *, missing: Any, rows: int = 3) -> forms.CharField:
    """A field for a sentence or a few, with what is said where nothing is written."""
    area = forms.Textarea(attrs={"rows": rows, "autofocus": True, "maxlength": LONGEST})
    return forms.CharField(label=label, error_messages={"required": missing}, widget=area)
