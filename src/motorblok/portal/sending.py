"""What the portal's forms have in common: each is sent once, however often its button is pressed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms

from motorblok.accounts.viewers import ContactViewer
from motorblok.exchange.idempotency import Answer, Asked, KeyUsedDifferently, once
from motorblok.kernel.forms import FormWasSent, renew


class SentForm(forms.Form):
    """A form with a token that names this one sending of it; `ids` begins the ids of its fields, as a page holds several."""

    ids = "id"

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"auto_id": f"{self.ids}-%s", **named})

    def once(
        self, viewer: ContactViewer, content: object, act: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """Act and keep what it says, or say what was kept. Raises what `act` raises, and FormWasSent."""
        key = f"form:{self.cleaned_data['token']}"
        asked = Asked(viewer.client_id, str(viewer.actor), key, repr(content).encode())
        try:
            return once(asked, lambda: Answer(200, act())).body
        except KeyUsedDifferently:
            renew(self)
            raise FormWasSent from None
