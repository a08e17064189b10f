"""Questions about the promises that join tables."""

from uuid import UUID

from motorblok.board.models import Fired
from motorblok.kernel import schema
from tenants.models import Client


def clients_with_news() -> list[tuple[UUID, str]]:
    """Id and schema of every client whose book does not know yet what has fired."""
    with schema.entered(schema.PUBLIC):
        waiting = Fired.objects.filter(told_at=None).values("client_id").distinct()
        return list(Client.objects.built().filter(id__in=waiting).values_list("id", "schema_name"))
