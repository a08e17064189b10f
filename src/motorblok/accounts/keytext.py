"""The text of an API key: mb_<environment>_<id>_<secret>_<check>, so that scanners of leaked secrets can know it."""

from dataclasses import dataclass
from uuid import UUID
from zlib import crc32

from django.conf import settings

from motorblok.accounts.tokens import BASE62

PREFIX = "mb"


@dataclass(frozen=True, slots=True)
class KeyText:
    """What a well-formed key says; whether it is true, only the table knows."""

    key_id: UUID
    secret: str


def as_text(key_id: UUID, *, secret: str) -> str:
    """The key as it is shown once."""
    body = f"{PREFIX}_{environment()}_{_base62(key_id.int)}_{secret}"
    return f"{body}_{_check(body)}"


def read(text: str) -> KeyText | None:
    """The parts of a key, or None where its shape, its environment or its check is wrong: no database is asked."""
    body, _mark, check = text.rpartition("_")
    parts = body.split("_")
    if check != _check(body) or len(parts) != 4 or parts[:2] != [PREFIX, environment()]:
        return None
    number = _number(parts[2])
    return None if number is None else KeyText(UUID(int=number), parts[3])


def environment() -> str:
    """The word that keeps keys of a trial installation apart from real ones."""
    return "dev" if settings.DEVELOPMENT else "live"


def _check(body: str) -> str:
    return _base62(crc32(body.encode())).rjust(6, "0")


def _base62(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits or "0"


def _number(digits: str) -> int | None:
    if not digits or len(digits) > 22 or set(digits) - set(BASE62):
        return None
    number = 0
    for digit in digits:
        number = number * 62 + BASE62.index(digit)
    return number if number < 1 << 128 else None
