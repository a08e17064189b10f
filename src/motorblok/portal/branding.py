"""The client's own colours and logo, at addresses that change with their content and so can be kept for good."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import anyone
from motorblok.accounts.hosts import client_of
from motorblok.kernel.errors import NotFound
from tenants.models import Client
from tenants.palettes import palette
from tenants.queries import logo_of

FOR_GOOD = "public, max-age=31536000, immutable"


@anyone
@require_safe
def colours(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet of the client whose host this is; 404 for any other, and for colours it no longer has."""
    client = _client(request)
    if not client.accent or palette(client.accent).digest != digest:
        raise Http404
    return _kept(palette(client.accent).css, "text/css; charset=utf-8")


@anyone
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo of the client whose host this is; 404 for any other, and for a logo it no longer has."""
    client = _client(request)
    if not client.logo_digest or client.logo_digest != digest:
        raise Http404
    try:
        return _kept(logo_of(client), "image/png")
    except NotFound:
        raise Http404 from None


def _client(request: HttpRequest) -> Client:
    client = client_of(request)
    if client is None:
        raise Http404
    return client


def _kept(content: str | bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": FOR_GOOD})
