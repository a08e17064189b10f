"""Whose host a request came to, with a type."""

from django.http import HttpRequest

from tenants.models import Client


def client_of(request: HttpRequest) -> Client | None:
    """The client whose portal was asked; None for the console, and for a request that no host was found for."""
    client: Client | None = getattr(request, "client", None)
    return client
