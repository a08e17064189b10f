"""How much is open and late at each client; one statement for a page of clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from motorblok.board.models import Row


@dataclass(frozen=True, slots=True)
class Tally:
    """Open tasks of a client that the viewer may see, and how many of them are late."""

    open_tasks: int = 0
    late_tasks: int = 0


def tallies(client_ids: Sequence[UUID], *, seen: Q, at: datetime) -> dict[UUID, Tally]:
    """The tallies of these clients over the rows that are `seen`; a client without open tasks is absent."""
    found = Row.objects.filter(seen, client_id__in=client_ids, closed_at=None).values_list("client_id")
    counted = found.annotate(every=Count("task_id"), late=Count("task_id", filter=Q(urgent_at__lt=at)))
    return {client_id: Tally(every, late) for client_id, every, late in counted}
