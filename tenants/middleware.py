"""Finds the client whose portal answers at the host of a request, and keeps the whole request in its schema."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.template.loader import render_to_string
from django.urls import set_urlconf
from django.utils import translation
from django.utils.translation import get_language_from_request

from motorblok.kernel import schema
from tenants import hosts
from tenants.models import Client, State

GetResponse = Callable[[HttpRequest], HttpResponseBase]

OPENING_SECONDS = 5

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
            return _notice(request, "503.html", status=503)
        if client is None:
            return _notice(request, "tenants/unknown.html", status=404)
        if client.state == State.CLOSED:
            return _notice(request, "tenants/closed.html", status=410, client=client)
        if client.state == State.OPENING:
            return _opening(request, client)
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


def _opening(request: HttpRequest, client: Client) -> HttpResponse:
    response = _notice(request, "tenants/opening.html", status=503, client=client)
    response["Retry-After"] = str(OPENING_SECONDS)
    return response


def _notice(
    request: HttpRequest, template: str, *, status: int, client: Client | None = None
) -> HttpResponse:
    language = client.language if client else get_language_from_request(request)
    with translation.override(language):
        page = render_to_string(template, {"client": client})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response
