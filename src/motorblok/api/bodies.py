"""How bodies are read and written: JSON, small, and strictly of the types that were announced."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from motorblok.api.refusals import BodyTooLarge

LARGEST = 1024 * 1024


def must_be_small(request: Request) -> None:
    """Refuse a body by its announced length, before it is read. Raises BodyTooLarge."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        raise BodyTooLarge


class Json(JSONParser):
    """JSON (RFC 8259) in UTF-8; what no reader can follow is malformed, and not our mistake."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed body. Raises ParseError, also for nesting without end."""
        try:
            return super().parse(stream, media_type, {**(parser_context or {}), "encoding": "utf-8"})
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error


class Text(serializers.CharField):
    """A string, where a number or a truth value is a mistake and not to be turned into one."""

    def to_internal_value(self, data: Any) -> str:
        """The string itself, trimmed."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Strict(serializers.Serializer[Any]):
    """A body in which an unknown name is a mistake: a misspelt field must not be dropped in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values by name."""
        if isinstance(data, Mapping) and (unknown := sorted(map(str, set(data) - set(self.fields)))):
            raise ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


def read(shape: type[Strict], data: Any) -> dict[str, Any]:
    """The values of a body or query under this shape. Raises ValidationError."""
    return dict(_made(shape).run_validation(data))


def written(shape: type[serializers.Serializer[Any]], value: Any) -> dict[str, Any]:
    """The value under this shape, as plain JSON values."""
    return dict(_made(shape).to_representation(value))


@cache
def _made(shape: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    # Neither way leaves anything behind in the shape, and making one copies every field: so one serves all requests.
    return shape()
