"""The forms of an agreement beside its lines: when a version begins, what it warns at, and its name."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.console.dates import DayField
from motorblok.exchange.sending import OnceForm

USUAL_WARNINGS = (50, 75, 90)
TOO_EARLY = gettext_lazy("Choose today or a later day: what was promised until now stays as it is.")


class VersionForm(OnceForm):
    """A version; `upon` is the number of the one that its author looked at."""

    upon = forms.IntegerField(required=False, widget=forms.HiddenInput)
    effective_on = DayField(
        label=gettext_lazy("In force from"),
        not_before=TOO_EARLY,
        help_text=gettext_lazy("For work received from then on."),
    )
    warn = forms.CharField(
        label=gettext_lazy("Warn at"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Percentages of the time that has passed, such as 50, 75, 90. Empty: no warnings."
        ),
    )

    def clean_warn(self) -> tuple[int, ...]:
        """The percentages as numbers, each once, rising."""
        text = self.cleaned_data["warn"].strip()
        if text and not re.fullmatch(r"[1-9][0-9]?\s*%?(?:[\s,;]+[1-9][0-9]?\s*%?)*[\s,;]*", text):
            raise ValidationError(_("Write whole percentages from 1 to 99, such as 50, 75, 90."))
        return tuple(sorted({int(each) for each in re.findall("[0-9]+", text)}))


class AgreementForm(VersionForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs={"autofocus": True})
    )


def written(warn: Iterable[int]) -> str:
    """Percentages as they stand in the field."""
    return ", ".join(str(each) for each in warn)
