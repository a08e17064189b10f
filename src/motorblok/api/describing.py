"""How a method says what it answers, so that the description of the API is complete and true."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from motorblok.api import problems
from motorblok.api.bodies import Strict
from motorblok.api.repeats import HEADER

Method = TypeVar("Method", bound=Callable[..., Any])

ALWAYS = (406, 500, 503)
BEHIND_A_KEY = (401, 403, 429)
WITH_A_BODY = (400, 413, 415, 422)
TITLES = {
    400: "The body is not JSON.",
    401: "There is no key, or none that works here.",
    403: "The key, or whom it acts for, may not do this; or the client is closed.",
    404: "This does not exist, or not for this key.",
    406: "Only JSON is offered.",
    409: "A rule of the work forbids it now, as when the client is suspended or somebody changed the task; `code` tells which.",
    413: "The body is larger than one megabyte.",
    415: "Only JSON is understood.",
    422: "Some values cannot be used; `errors` tells which.",
    429: "The key asks too often; wait for the seconds in Retry-After.",
    500: "Our mistake; nothing was changed.",
    503: "The service cannot be reached for a moment.",
}


class FieldErrorShape(serializers.Serializer[dict[str, str]]):
    """One value that must be corrected."""

    field = serializers.CharField(help_text="The name of the field; empty for the body as a whole.")
    detail = serializers.CharField()


class ProblemShape(serializers.Serializer[dict[str, Any]]):
    """Why a request was refused (RFC 9457)."""

    type = serializers.CharField(help_text="A URI that names the kind of problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for a person, in the language of Accept-Language.")
    code = serializers.CharField(help_text="The kind of problem in one word, for programs.")
    errors = FieldErrorShape(many=True)  # type: ignore[assignment]  # not Serializer.errors: the class is never used


class Description(AutoSchema):
    """How the views are described: our shapes without that word, and strict where they are."""

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """The shape's name in the description."""
        return type(serializer).__name__.removesuffix("Shape")

    def _get_request_body(self, direction: Any = "request") -> Any:
        """A DELETE may say why: its body is described as that of a POST is."""
        asked, self.method = self.method, "POST" if self.method == "DELETE" else self.method
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = asked

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        mapped = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        shape = serializer if isinstance(serializer, type) else type(serializer)
        return {**mapped, "additionalProperties": False} if issubclass(shape, Strict) else mapped


HEADER_OF: Final = "header"
IDEMPOTENCY = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    HEADER_OF,
    description="Any text of 1 to 255 characters that is new for each new request. Sent again with the same request, "
    "it is answered with the first answer and `Idempotent-Replay: true`, and nothing is done twice.",
)
LANGUAGE = OpenApiParameter("Accept-Language", OpenApiTypes.STR, HEADER_OF, description="`en` or `nl`.")
WAIT = OpenApiParameter(
    "Retry-After", OpenApiTypes.INT, HEADER_OF, response=[429, 503], description="Seconds to wait."
)
REPLAY = OpenApiParameter(
    "Idempotent-Replay",
    OpenApiTypes.STR,
    HEADER_OF,
    response=[200, 201],
    description="`true` on an answer that was given before; nothing was done this time.",
)
PLACE = OpenApiParameter(
    "Location", OpenApiTypes.STR, HEADER_OF, response=[201], description="The path of the new task."
)


def described(
    name: str, answer: Any, *, query: Any = None, refusals: tuple[int, ...] = (), is_open: bool = False
) -> Callable[[Method], Method]:
    """Describe a GET: what it answers, what it takes, and every status with which it may refuse.

    `refusals` are those beyond what every method behind a key has anyway.
    """
    statuses = {*ALWAYS, *refusals, *(() if is_open else BEHIND_A_KEY)}
    return extend_schema(
        operation_id=name,
        summary=_title(name),
        parameters=[LANGUAGE, WAIT, *([query] if query else [])],
        responses={200: answer, **_refused(statuses)},
        auth=[] if is_open else None,
    )


def described_verb(
    name: str, answer: Any, *, status: int = 200, body: Any = None, refusals: tuple[int, ...] = ()
) -> Callable[[Method], Method]:
    """Describe a POST or DELETE: besides the above it may be sent twice, and rules of the work may forbid it."""
    statuses = {*ALWAYS, *BEHIND_A_KEY, *refusals, 409, 413, 422, *(WITH_A_BODY if body else ())}
    return extend_schema(
        operation_id=name,
        summary=_title(name),
        request=body,
        parameters=[LANGUAGE, IDEMPOTENCY, WAIT, REPLAY, *([PLACE] if status == 201 else [])],
        responses={status: answer, **_refused(statuses)},
    )


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _refused(statuses: set[int]) -> dict[Any, Any]:
    return {
        (status, problems.MEDIA_TYPE): OpenApiResponse(ProblemShape, description=TITLES[status])
        for status in sorted(statuses)
    }
