"""What the pages of the inbox are sent and what they answer, alike at console and portal."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motorblok.accounts.viewers import Viewer
from motorblok.kernel import instants
from motorblok.notify.actions import mark_read, mark_unread
from motorblok.notify.queries import count_unread, inbox
from motorblok.notify.seen import Cursor


class MarkForm(forms.Form):
    """Notices of one matter by its id, of one task by its number, or all for none, told no later than `until`."""

    matter = forms.UUIDField(required=False)
    number = forms.CharField(required=False, max_length=30)
    until = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for an `until` that is no instant."""
        given = self.cleaned_data.get("until")
        until = instants.read(given) if given else None
        if given and until is None:
            raise forms.ValidationError("until", code="invalid")
        cleaned = self.cleaned_data
        return {"number": cleaned.get("number", ""), "matter": cleaned.get("matter"), "until": until}


def words_of(marked: int) -> str:
    """What is said after this many notices were marked as read."""
    if not marked:
        return _("Everything was read already.")
    words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", marked)
    return words % {"count": marked}


def shown(viewer: Viewer, asked: QueryDict) -> dict[str, Any]:
    """What the page draws: what there is, by task, the newest first; or only what is unread."""
    is_unread_only = asked.get("show") == "unread"
    found = inbox(viewer, is_unread_only=is_unread_only, after=Cursor.read(asked.get("after", "")))
    return {
        "section": "inbox",
        "groups": found.groups,
        "more": found.next,
        "unread": count_unread(viewer),
        "is_unread_only": is_unread_only,
    }


def marked(viewer: Viewer, sent: QueryDict, *, at: datetime) -> int | None:
    """Mark as read what the viewer has of one task, or all that its page showed: how many; None for a form of no sense."""
    form = MarkForm(sent)
    return mark_read(viewer.person_id, at=at, **form.cleaned_data) if form.is_valid() else None


def unmark(viewer: Viewer, sent: QueryDict) -> None:
    """Take back what was marked as read at one instant."""
    if read_at := instants.read(sent.get("read_at", "")):
        mark_unread(viewer.person_id, read_at=read_at)
