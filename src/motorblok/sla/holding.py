"""Holds a client's work still for the length of a transaction in which many clocks move at once."""

from uuid import UUID

from django.db import connection

# Every verb shares a lock on this row until its commit (see tenants.actions.must_accept_work); this one is for one alone.
HOLD = "SELECT 1 FROM public.tenants_client WHERE id = %s FOR NO KEY UPDATE"


def hold_still(client_id: UUID) -> None:
    """Wait for the verbs under way at a client and let none begin before the caller's transaction ends.

    A verb reads the events of its task before it writes the clocks: of what is recorded in between it knows nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [client_id])
