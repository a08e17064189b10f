"""Values as bytes that are equal when the values are: JSON by RFC 8785, with Decimals as plain text."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from billing.rating.shapes import Rated


def plain(value: Decimal) -> str:
    """A Decimal without exponent or needless zeros: 1E+2 is "100", 1.50 is "1.5", -0 is "0"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def as_json(value: object) -> Any:
    """A value of this package as JSON's own types. Raises TypeError for a float: no sum of money is one."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(part) for part in value]
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no exact JSON")


def canonical(value: object) -> bytes:
    """The bytes of a value (RFC 8785)."""
    return rfc8785.dumps(as_json(value))


def digest(value: object) -> str:
    """The SHA-256 of a value's bytes, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def rated_json(rated: Rated) -> bytes:
    """What was rated as bytes: the same inputs give the same bytes, always."""
    return canonical(rated)
