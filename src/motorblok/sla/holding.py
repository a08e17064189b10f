"""Holds a client's work still for the length of a transaction in which many clocks move at once."""

from uuid import UUID

from django.db import connection

from tenants.models import State

# Every verb shares a lock on this row until its commit (see tenants.actions.must_accept_work); this one is for one alone.
HOLD = "SELECT state FROM public.tenants_client WHERE id = %s FOR NO KEY UPDATE"


def hold_still(client_id: UUID) -> bool:
    """Wait for the verbs under way at a client and let none begin before the caller's transaction ends.

    A verb reads the events of its task before it writes the clocks: of what is recorded in between it knows nothing.
    Returns whether anything may still ring there: nobody works for a closed client.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [client_id])
        row = cursor.fetchone()
    return row is not None and row[0] != State.CLOSED
