"""What stands around every request: its id, what is known of it, and one line in the log when it has been answered."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseServerError
from django.http.response import HttpResponseBase

from motorblok.config.operations import figures
from motorblok.config.operations.situation import Work, begun, request_id, work_in_hand

HEADER = "X-Request-ID"
# What machines ask for all day, and files: a line for each would bury the others.
UNTOLD = ("/healthz", "/readyz", "/metrics", "/static/")

logger = logging.getLogger("motorblok.access")


class RequestMiddleware:
    """Takes over the id that a proxy gave, or makes one, and answers it; tells of the request when it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with begun(Work(request_id(request.headers.get(HEADER)), request=request)) as work:
            response = self._answered(request)
            response.headers[HEADER] = work.id
            _tell(work, request, response.status_code)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        except Exception:
            logger.exception("The page that tells of an error could not be drawn")
            return HttpResponseServerError("Something went wrong.", content_type="text/plain")

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Note which route it is."""
        if (work := work_in_hand()) and request.resolver_match:
            work.view = request.resolver_match.view_name or request.resolver_match._func_path


def _tell(work: Work, request: HttpRequest, status: int) -> None:
    if request.path.startswith(UNTOLD) and status < 400:
        return
    figures.count(work, method=request.method or "", status=status)
    route = request.resolver_match.route if request.resolver_match else ""
    facts = {"method": request.method, "route": f"/{route}", "status": status}
    logger.info(
        "%s /%s %s",
        request.method,
        route,
        status,
        extra={**facts, "milliseconds": round(work.seconds * 1000, 1)},
    )
