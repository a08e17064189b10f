"""How staff enters a client: by its short name, through the viewer's assignments, for as long as the view runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.http import HttpResponse

from motorblok.accounts.actions import enter_client, refuse_entry
from motorblok.accounts.doors import StaffRequest
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import now
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from tenants.models import Client
from tenants.queries import client_by_slug

View = Callable[..., HttpResponse]


def inside_client(view: View) -> View:
    """Run a view inside the schema of the client that the address names; the view gets the client instead of its slug.

    The response is complete when the schema is left: nothing lazy gets out.
    """

    @wraps(view)
    def inside(request: StaffRequest, slug: str, **arguments: Any) -> HttpResponse:
        with entered(request.viewer, client_for(request.viewer, slug)) as client:
            response = view(request, client, **arguments)
            if response.streaming or not getattr(response, "is_rendered", True):
                raise TypeError("A page inside a client is answered whole.")
            return response

    return inside


def client_for(viewer: StaffViewer, slug: str) -> Client:
    """The client of that short name, if the viewer may enter it; else it is noted, and the answer is NotFound."""
    client = client_by_slug(slug)
    if viewer.may_enter(client.id):
        return client
    if client.is_built:
        refuse_entry(client, actor=viewer.actor, at=now())
    raise NotFound


@contextmanager
def entered(viewer: StaffViewer, client: Client) -> Iterator[Client]:
    """Be inside a client, which its event book tells. Raises NotFound while the client has no schema."""
    if not client.is_built:
        raise NotFound
    enter_client(client, actor=viewer.actor, at=now())
    with schema.entered(client.schema_name):
        yield client
