"""The verb by which a client that has left takes its archive along."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from billing.actions.standing import debtor_of, in_book_of
from billing.events import leaving as events
from billing.models import Farewell, Life
from motorblok.audit.actions import record
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Archive:
    """The ZIP that was made (billing.archives), as it was, and under which name to keep it."""

    content: bytes
    name: str


def take_archive(client_id: UUID, *, actor: Actor, at: datetime) -> Archive:
    """The archive of a client that has left; its book tells who took it.

    Raises ClientIsClosed, and NotFound where it was not made, or has become old since it subscribed again.
    """
    debtor = debtor_of(client_id)
    found = Farewell.objects.filter(debtor=debtor, archive__isnull=False).first()
    if found is None or found.archive is None or debtor.life != Life.EXPORTED:
        raise NotFound
    with in_book_of(debtor):
        facts = {"sha256": found.archive_sha256}
        record(events.ARCHIVE_TAKEN, subject=f"client:{debtor.pk}", actor=actor, at=at, facts=facts)
    return Archive(bytes(found.archive), f"{debtor.client.slug}.zip")
