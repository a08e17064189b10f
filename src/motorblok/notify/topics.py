"""What a notice can be about besides a task: what it is called, who may read it, and at which page of each door it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Words

TASK, INVOICE, CLAIM, BILLING, PROMISE, ADDRESS = "", "invoice", "claim", "billing", "promise", "address"
OF_MONEY = (INVOICE, CLAIM, BILLING)
"""For who sees money: owners and finance among staff, directors among contacts."""
OF_LEADS = (PROMISE,)
"""For who leads the work: owners and leads among staff, and no contact."""
OF_OWNERS = (ADDRESS,)
"""For the provider's owners alone."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`console` and `portal` are names of routes; these take the id of the thing, or the client's short name, or nothing."""

    title: Words
    sign: str
    console: str
    portal: str = ""
    is_named_by_id: bool = False


TOPICS: Mapping[str, Topic] = {
    INVOICE: Topic(_("Invoice"), "receipt-text", "invoice", "invoice", is_named_by_id=True),
    CLAIM: Topic(_("Claim"), "hand-coins", "claim", "claim", is_named_by_id=True),
    BILLING: Topic(_("Subscription"), "wallet", "client-billing", "billing"),
    PROMISE: Topic(_("A promise missed again and again"), "repeat", "client"),
    ADDRESS: Topic(_("Address"), "globe", "addresses"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What notices are about: the thing's id (a task's, an invoice's, ...), what people call it, and its client's short name."""

    topic: str
    id: UUID
    number: str
    slug: str

    @property
    def is_task(self) -> bool:
        """Whether it is about work."""
        return self.topic == TASK

    def title(self) -> str:
        """What kind of thing it is; a task has a title of its own, and none from here."""
        return str(TOPICS[self.topic].title) if self.topic else ""

    def path(self, *, to_staff: bool) -> str:
        """Where this is read at the console or at the portal."""
        door, urlconf = (
            ("console", settings.PUBLIC_SCHEMA_URLCONF) if to_staff else ("portal", settings.ROOT_URLCONF)
        )
        return reverse(f"{door}:{self._route(to_staff)}", urlconf, args=self._arguments(to_staff))

    def _route(self, to_staff: bool) -> str:
        topic = TOPICS.get(self.topic)
        return "task" if topic is None else topic.console if to_staff else topic.portal

    def _arguments(self, to_staff: bool) -> list[str]:
        topic = TOPICS.get(self.topic)
        if topic and topic.is_named_by_id:
            return [str(self.id)]
        return [*([self.slug] if to_staff else []), *([] if topic else [self.number])]
