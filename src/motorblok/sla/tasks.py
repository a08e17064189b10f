"""What the promises do later: tell each client's book what has fired."""

from celery import shared_task
from django.utils.timezone import now

from motorblok.kernel import schema
from motorblok.sla.actions import tell_fired
from motorblok.sla.queries import clients_with_news


@shared_task
def sweep_fired() -> None:
    """Tell every client's book what has fired and is not told yet."""
    for client_id, schema_name in clients_with_news():
        with schema.entered(schema_name):
            while tell_fired(client_id, at=now()):
                pass
