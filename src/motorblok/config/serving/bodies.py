"""Takes requests in and answers out whole, so that no thread that works waits for somebody's network."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.handlers.wsgi import WSGIHandler

MOST = 32 * 2**20
"""Bytes of the largest request that is taken in; what is larger is refused by its view, unread."""
IN_MEMORY = 2**20
CHUNK = 2**16
Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class CutOff(Exception):
    """Whoever sent a request has gone before all of it was here."""


def take_in(environ: Environ) -> AbstractContextManager[object]:
    """Read the body before anybody works on it; it is gone with the context. Raises CutOff."""
    length = length_of(environ)
    if not 0 < length <= MOST:
        return nullcontext()
    kept = BytesIO() if length <= IN_MEMORY else _file()
    copyfileobj(environ["wsgi.input"], kept, CHUNK)
    if kept.tell() < length:
        kept.close()
        raise CutOff
    kept.seek(0)
    environ["wsgi.input"] = kept
    return kept


def length_of(environ: Environ) -> int:
    """How many bytes of body are announced; 0 where that is no number, as Django has it."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def answered(handler: WSGIHandler, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The whole answer. What is made bit by bit is kept on the disk when it is long, and sent from there."""
    response = handler(environ, start_response)
    try:
        if not getattr(response, "streaming", False):
            return [b"".join(response)]
        kept = _file()
        kept.writelines(response)
    finally:
        response.close()
    kept.seek(0)
    return Sent(kept)


def _file() -> IO[bytes]:
    return SpooledTemporaryFile(IN_MEMORY)  # it lives as long as its request


class Sent:
    """A kept answer, piece by piece; it is gone with the request."""

    def __init__(self, kept: IO[bytes]) -> None:
        self._kept = kept

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._kept.read(CHUNK), b"")

    def close(self) -> None:
        """Forget it."""
        self._kept.close()
