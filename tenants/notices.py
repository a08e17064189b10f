"""What a host says when no portal can answer there: a page to people, a problem document to machines."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Words
from tenants.models import Client

MACHINES = "/api/"


@dataclass(frozen=True, slots=True)
class Notice:
    """One reason why nothing is served; `words` are for machines' logs, the template is for people."""

    code: str
    status: int
    template: str
    words: Words
    retry_after: int = 0


UNKNOWN = Notice("unknown-host", 404, "tenants/unknown.html", _("There is no portal at this address."))
CLOSED = Notice("client-closed", 410, "tenants/closed.html", _("The work for this client has ended."))
OPENING = Notice(
    "client-opening", 503, "tenants/opening.html", _("This client is being opened."), retry_after=5
)
AWAY = Notice("unavailable", 503, "503.html", _("We cannot answer at this moment."), retry_after=5)

BUSY = Notice(
    "overloaded",
    503,
    "tenants/busy.html",
    _("Too much is asked of us at this moment. Nothing was done; try again in a few seconds."),
    retry_after=3,
)


def give(notice: Notice, request: HttpRequest, *, client: Client | None = None) -> HttpResponse:
    """The response, in the client's language or else the browser's; it is never kept by a cache."""
    language = client.language if client else get_language_from_request(request)
    with translation.override(language):
        response = _document(notice) if request.path.startswith(MACHINES) else _page(notice, client)
    response["Cache-Control"] = "no-store"
    if notice.retry_after:
        response["Retry-After"] = str(notice.retry_after)
    return response


def _page(notice: Notice, client: Client | None) -> HttpResponse:
    return HttpResponse(render_to_string(notice.template, {"client": client}), status=notice.status)


def _document(notice: Notice) -> HttpResponse:
    words = str(notice.words)
    members = {"type": f"tag:motorblok,2026:problem/{notice.code}", "title": words, "detail": words}
    return JsonResponse(
        {**members, "status": notice.status, "code": notice.code, "errors": []},
        status=notice.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
