"""Finds the client whose portal answers at the host of a request, and keeps the whole request in its schema."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.urls import set_urlconf

from motorblok.kernel import schema
from tenants import hosts, notices
from tenants.models import Client, State
from tenants.notices import Notice

GetResponse = Callable[[HttpRequest], HttpResponseBase]

NOT_SERVED: Mapping[str, Notice] = {
    State.CLOSED: notices.CLOSED,
    State.ERASED: notices.CLOSED,
    State.OPENING: notices.OPENING,
}

logger = logging.getLogger(__name__)


class HostMiddleware:
    """Sets request.client (None at the console), request.urlconf and the schema; afterwards none is chosen again.

    A host that is nobody's gets 404 and a closed client's 410, without a client's schema being touched; one whose
    schema is still being built gets 503. A suspended client can be read: its verbs refuse by themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = _host(request)
        if host == settings.MOTORBLOK_CONSOLE_HOST:
            return self._answer(request, client=None)
        try:
            client = hosts.table.find(host)
        except OperationalError:
            logger.exception("The clients' addresses cannot be read")
            return notices.give(notices.AWAY, request)
        if client is None:
            return notices.give(notices.UNKNOWN, request)
        if client.state in NOT_SERVED:
            return notices.give(NOT_SERVED[client.state], request, client=client)
        return self._answer(request, client=client)

    def _answer(self, request: HttpRequest, *, client: Client | None) -> HttpResponseBase:
        request.client = client  # type: ignore[attr-defined]
        request.urlconf = settings.ROOT_URLCONF if client else settings.PUBLIC_SCHEMA_URLCONF
        set_urlconf(request.urlconf)
        name = client.schema_name if client else schema.PUBLIC
        with schema.entered(name):
            response = self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _within(name, response.streaming_content)  # type: ignore[attr-defined]
        return response


def _host(request: HttpRequest) -> str:
    try:
        return split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""


def _within(name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, each made inside the schema; between two of them the thread may serve another client."""
    source = iter(chunks)
    while True:
        with schema.entered(name):
            chunk = next(source, None)
        if chunk is None:
            return
        yield chunk
