"""Names of the client's own people for the ids that tasks hold."""

from collections.abc import Iterable
from uuid import UUID

from motorblok.accounts.models import Person


def contact_names(ids: Iterable[UUID | None], *, client_id: UUID) -> dict[UUID | None, str]:
    """The names of these contacts of this client, by id; of nobody else. One query, or none."""
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    return dict(Person.objects.filter(id__in=wanted, client_id=client_id).values_list("id", "name"))
