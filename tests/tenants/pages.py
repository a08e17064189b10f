"""Pages for the tests of hosts: each answers with the schema it was made in."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from motorblok.audit.models import Event
from motorblok.kernel import schema


def where(request: HttpRequest) -> HttpResponse:
    """The schema in force, and the client of the request."""
    client = request.client  # type: ignore[attr-defined]
    return HttpResponse(f"{schema.current()} {client.slug if client else '-'}")


def events(_request: HttpRequest) -> HttpResponse:
    """How many events the book has."""
    return HttpResponse(Event.objects.count())


def stream(_request: HttpRequest) -> StreamingHttpResponse:
    """Two chunks, each with the subjects in the book at that moment."""
    return StreamingHttpResponse(_chunks())


def fail(_request: HttpRequest) -> HttpResponse:
    """An error in a view."""
    raise ZeroDivisionError


def _chunks() -> Iterator[str]:
    for _ in range(2):
        yield ",".join(Event.objects.order_by("id").values_list("subject", flat=True)) + ";"


urlpatterns = [path("", where), path("events/", events), path("stream/", stream), path("fail/", fail)]
