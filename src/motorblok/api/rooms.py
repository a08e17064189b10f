"""Inside which client a key works."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rest_framework.request import Request

from motorblok.accounts.actions import enter_client
from motorblok.accounts.viewers import KeyViewer, StaffViewer
from motorblok.api.refusals import ClientIsGone
from motorblok.kernel import schema
from tenants.models import Client, State
from tenants.queries import client_by_id

READABLE = {State.OPEN, State.SUSPENDED}


@contextmanager
def inside(request: Request, key: KeyViewer, *, at: datetime) -> Iterator[None]:
    """Work in the key's client's schema. Raises ClientIsGone.

    At a client's host the schema is open already, and the key was found to belong there. At the console's, the client's
    book tells that staff, behind the key, has entered.
    """
    client = host_client(request) or client_by_id(key.client_id)
    if client.state not in READABLE:
        raise ClientIsGone
    if not isinstance(key.sees_as, StaffViewer):
        yield
        return
    with schema.entered(client.schema_name):
        enter_client(client, actor=key.sees_as.actor, at=at)
        yield


def host_client(request: Request) -> Client | None:
    """The client at whose host the request came in; None at the console's."""
    client: Client | None = request.client  # type: ignore[attr-defined]  # set by tenants.middleware
    return client
