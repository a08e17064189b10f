"""Every refusal as one shape: application/problem+json (RFC 9457)."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.settings import api_settings

from motorblok.api.refusals import RouteUnknown, ServerFailed, Unavailable
from motorblok.kernel.errors import DomainError

MEDIA_TYPE = "application/problem+json"
TYPE = "tag:motorblok,2026:problem/"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("A key is needed"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method does not exist here"),
    406: gettext_lazy("Only JSON is offered"),
    409: gettext_lazy("Not possible now"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Only JSON is understood"),
    422: gettext_lazy("Something must be corrected"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Our mistake"),
    503: gettext_lazy("Not available"),
}
CODES: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "malformed",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.NotAcceptable: "not-acceptable",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal. `errors` are (field, detail) pairs where the input can be corrected."""

    status: int
    code: str
    detail: str
    errors: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_response(self) -> HttpResponse:
        """The refusal on its way out, in the active language."""
        return HttpResponse(
            json.dumps(self._members(), ensure_ascii=False),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )

    def _members(self) -> dict[str, Any]:
        return {
            "type": TYPE + self.code,
            "title": str(TITLES[self.status]),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": [{"field": name, "detail": detail} for name, detail in self.errors],
        }


def answer(error: Exception, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The response to an exception that a view raised; what nobody foresaw is logged and says nothing of itself."""
    return problem_of(error).as_response()


def problem_of(error: Exception) -> Problem:
    """The refusal that an exception stands for."""
    if isinstance(error, DomainError):
        return _of_rule(error)
    if isinstance(error, exceptions.ValidationError):
        return Problem(422, "invalid", _("Some values cannot be used."), tuple(_flat(error.detail)))
    if isinstance(error, exceptions.APIException) and type(error) in CODES:
        return Problem(error.status_code, CODES[type(error)], str(error.detail))
    if isinstance(error, Http404):
        return _of_rule(RouteUnknown())
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database did not answer.", exc_info=error)
        return _of_rule(Unavailable())
    logger.error("A request to the API failed.", exc_info=error)
    return _of_rule(ServerFailed())


def _of_rule(error: DomainError) -> Problem:
    errors = ((error.field, str(error)),) if error.field else ()
    return Problem(error.status, error.code, str(error), errors, _headers(error))


def _headers(error: DomainError) -> dict[str, str]:
    if error.status == 401:
        return {"WWW-Authenticate": 'Bearer realm="motorblok"'}
    wait = getattr(error, "retry_after", 5 if error.status == 503 else None)
    return {"Retry-After": str(wait)} if wait else {}


def _flat(detail: Any, *, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            here = "" if key == api_settings.NON_FIELD_ERRORS_KEY else str(key)
            yield from _flat(inner, name=f"{name}.{here}".strip("."))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, name=name)
    else:
        yield name, str(detail)
