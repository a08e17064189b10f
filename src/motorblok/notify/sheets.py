"""What the pages of the inbox are sent, and what they answer: which notices to mark as read, and how many that were."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class MarkForm(forms.Form):
    """Notices of one task by its number, or all for none, told no later than `until`."""

    number = forms.CharField(required=False, max_length=30)
    until = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for an `until` that is no instant."""
        given = self.cleaned_data.get("until")
        until = instant_in(given) if given else None
        if given and until is None:
            raise forms.ValidationError("until", code="invalid")
        return {"number": self.cleaned_data.get("number", ""), "until": until}


def instant_in(text: str) -> datetime | None:
    """The instant that a form carries (ISO 8601 with its zone), in UTC; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
        # Python knows zones that the database does not: of a day, or of parts of a second.
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def words_of(marked: int) -> str:
    """What is said after this many notices were marked as read."""
    if not marked:
        return _("Everything was read already.")
    words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", marked)
    return words % {"count": marked}
