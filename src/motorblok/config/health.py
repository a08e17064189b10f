"""Whether this process lives, and whether it can do its work: for load balancers and supervisors."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from motorblok.accounts.doors import anyone
from motorblok.config import readiness
from motorblok.config.certificates import ask

LOCAL = {"127.0.0.1", "localhost", "[::1]"}


@anyone
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is looked at."""
    return _answer({"status": "alive"})


@anyone
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and broker answer and the tables are those of this code, or 503 with the names of those that fail."""
    if failing := readiness.failing():
        return _answer({"status": "not ready", "failing": failing}, status=503)
    return _answer({"status": "ready"})


PROBES = {"/healthz": healthz, "/readyz": readyz, "/certificates/ask": ask}


class ProbeMiddleware:
    """Answers at this machine's own names, which are no client's: other hosts must be known, and lead past this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path)
        if probe and request.method in {"GET", "HEAD"} and is_local(request):
            return probe(request)
        return self.get_response(request)


def is_local(request: HttpRequest) -> bool:
    """Whether this machine was asked by a name of its own, and not from the outside: a proxy says whom it asks for.

    Whoever knows a host of ours may send another name beside it (TLS's SNI is not HTTP's Host).
    """
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    host: str = request.META.get("HTTP_HOST", "")
    names = {*LOCAL, *settings.MOTORBLOK_MACHINE_NAMES}
    return host in names or host.rpartition(":")[0] in names


def _answer(body: dict[str, object], *, status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
