"""What the portal's forms have in common: each is sent once, however often its button is pressed."""

from collections.abc import Callable
from typing import Any

from motorblok.accounts.viewers import ContactViewer
from motorblok.exchange.sending import OnceForm


class SentForm(OnceForm):
    """A form of the portal; `ids` begins the ids of its fields, as a page holds several."""

    ids = "id"

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"auto_id": f"{self.ids}-%s", **named})

    def once(
        self, viewer: ContactViewer, content: object, act: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """Act and keep what it says, or say what was kept. Raises what `act` raises, and FormWasSent."""
        return self.act_once(viewer.client_id, viewer.actor, content=content, act=act).body
