"""How owners and finance enter the billing of a client: of every client, assigned to it or not, and its book tells of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from billing.queries.subscriptions import subscription
from billing.shown import SubscriptionPage
from motorblok.accounts.doors import StaffRequest
from motorblok.console.door import now
from motorblok.console.entering import entered
from motorblok.kernel.errors import NotFound
from tenants.models import Client
from tenants.queries import client_by_slug

View = Callable[..., HttpResponse]


def inside_billing(view: View) -> View:
    """Run a view with the client that the address names instead of its slug; to be put below staff_only(*MONEY_ROLES)."""

    @wraps(view)
    def inside(request: StaffRequest, slug: str, **arguments: Any) -> HttpResponse:
        with entered(request.viewer, client_by_slug(slug)) as client:
            return view(request, client, **arguments)

    return inside


def inside_subscription(view: View) -> View:
    """The same, and the view also gets the client's subscription that has not ended. Raises NotFound without one."""

    @wraps(view)
    @inside_billing
    def inside(request: StaffRequest, client: Client, **arguments: Any) -> HttpResponse:
        found = running(client)
        if found is None:
            raise NotFound
        return view(request, client, found, **arguments)

    return inside


def running(client: Client) -> SubscriptionPage | None:
    """The client's subscription, unless there is none or it has ended."""
    found = subscription(client.id, at=now())
    return found if found and found.standing != "ended" else None
