"""What the promises do later: tell each client's book what has fired."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils.timezone import now

from motorblok.kernel import schema
from motorblok.sla.actions import tell_fired
from motorblok.sla.queries import clients_with_news

logger = logging.getLogger(__name__)


@shared_task
def sweep_fired() -> None:
    """Tell every client's book what has fired and is not told yet; one that cannot be told keeps no other waiting."""
    for client_id, schema_name in clients_with_news():
        try:
            _tell(client_id, schema_name)
        except Exception:
            logger.exception("What fired could not be told to %s", schema_name)


def _tell(client_id: UUID, schema_name: str) -> None:
    with schema.entered(schema_name):
        while tell_fired(client_id, at=now()):
            pass
