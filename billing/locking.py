"""The one order in which billing holds rows, and its first step: the client, in the strength that the verb will need.

What asked for it (a message of a gateway, a transfer, a payment by hand) · client · subscription · who pays · credits,
invoices and payments · the number series. Whoever takes them in this order never waits for somebody who waits for it.
"""

from uuid import UUID

from django.db import connection, transaction

from billing.models import Debtor
from tenants.models import Client

SHARED = "SELECT 1 FROM public.tenants_client WHERE id = %s FOR SHARE"


def hold_client(client_id: UUID, *, alone: bool = False) -> None:
    """Hold a client as it is until the caller's transaction ends: `alone` where the caller may suspend it.

    Who was suspended by billing is held alone in any case, for whatever is paid or begun may open it again. All others
    are shared, so that work and billing go on side by side; nobody can suspend one of them meanwhile.
    """
    if alone or not _shared(client_id):
        list(Client.objects.select_for_update(no_key=True).filter(pk=client_id).values_list("pk"))


def _shared(client_id: UUID) -> bool:
    """Whether a shared hold is enough; if it is not, it is given up again: it could not be made stronger safely."""
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [client_id])
    if Debtor.objects.filter(pk=client_id, holds_client=True).exists():
        transaction.savepoint_rollback(before)
        return False
    transaction.savepoint_commit(before)
    return True
