"""The workboard client by client. Rows know no names, so who asks says in which order the clients come."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When

from motorblok.board.models import Row
from motorblok.board.sorting import TASK, URGENT, Cursor, Order

WITHIN = Order((URGENT, TASK))


def client_by_client(
    found: QuerySet[Row], clients: Sequence[UUID], *, after: Cursor | None, size: int
) -> QuerySet[Row]:
    """At least the next `size` of the rows found, sorted; rows of clients that are not named are left out.

    One statement tells how many each client has, so that only the rows of the next few clients are sorted.
    """
    if after:
        here, *beyond = after
        clients = clients[clients.index(here) :] if here in clients else ()
        found = found.filter(Q(client_id__in=clients[1:]) | Q(client_id=here) & WITHIN.beyond(tuple(beyond)))
    chosen = _enough(found, clients, size)
    place = Case(*(When(client_id=client, then=Value(n)) for n, client in enumerate(chosen)))
    return found.filter(client_id__in=chosen).order_by(place, *WITHIN.sorted())


def _enough(found: QuerySet[Row], clients: Sequence[UUID], size: int) -> list[UUID]:
    """The first clients that have so many rows together."""
    counted = dict(found.values_list("client_id").annotate(Count("task_id")).order_by())
    chosen: list[UUID] = []
    many = 0
    for client in clients:
        if many >= size:
            break
        if client in counted:
            chosen.append(client)
            many += counted[client]
    return chosen
