"""Has every opened client built: the reader of the public book that calls the provisioner."""

from collections.abc import Sequence

from celery import current_app

from motorblok.audit.queries import Entry
from tenants import events

ASKS_FOR_BUILDING = {events.OPENED.name, events.BUILD_RETRIED.name}
PROVISION = "tenants.tasks.provision"


def build_opened_clients(entries: Sequence[Entry]) -> None:
    """Send the provisioner one message per client; building is idempotent, and a sweep resends what is lost."""
    for client in {entry.facts["client"] for entry in entries if entry.kind.name in ASKS_FOR_BUILDING}:
        current_app.send_task(PROVISION, kwargs={"client": client}, queue="provisioner", retry=False)
