"""What somebody is answered whom nobody has time for: a short page or a problem document, made once in each language."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from itertools import product
from threading import Lock
from typing import cast

from csp.middleware import CSPMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.translation import get_language_from_request

from motorblok.config.operations import figures, requests
from motorblok.config.operations.situation import request_id
from motorblok.config.serving.bodies import Environ, StartResponse
from motorblok.kernel.languages import LANGUAGES
from tenants import notices

TELL_EVERY = 10.0  # seconds: a line for each would be one thing more that there is no time for
PAGES = "/"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer as it goes out, but for the request's own id."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Refusing:
    """Refuses requests, and tells the log of it every ten seconds."""

    def __init__(self) -> None:
        self._made = cache(_made)
        self._telling = Lock()
        self._untold, self._told_at = 0, 0.0

    def prepare(self) -> None:
        """Make them now, while there is time; without its static files a page cannot be drawn yet."""
        with suppress(ValueError):
            for kind in product(LANGUAGES, (PAGES, notices.MACHINES)):
                self._made(*kind)

    def __call__(self, environ: Environ, start_response: StartResponse, *, reason: str) -> list[bytes]:
        figures.REFUSED.labels(reason).inc()
        self._tell()
        is_machine = environ["PATH_INFO"].startswith(notices.MACHINES)
        refusal = self._made(_language(environ), notices.MACHINES if is_machine else PAGES)
        own = (requests.HEADER, request_id(environ.get("HTTP_X_REQUEST_ID")))
        start_response(refusal.status, [*refusal.headers, own])
        return [refusal.body if environ["REQUEST_METHOD"] != "HEAD" else b""]

    def _tell(self) -> None:
        with self._telling:
            self._untold += 1
            if time.monotonic() < self._told_at + TELL_EVERY:
                return
            count, self._untold, self._told_at = self._untold, 0, time.monotonic()
        logger.warning("More is asked for than can be answered: %s refused since this was last told.", count)


def _language(environ: Environ) -> str:
    asked = ("HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE")
    return get_language_from_request(_request(PAGES, **{each: environ.get(each, "") for each in asked}))


def _made(language: str, path: str) -> Refusal:
    """With the headers that all our pages have, and no look at the database."""
    give = partial(notices.give, notices.BUSY)
    answer = SecurityMiddleware(CSPMiddleware(XFrameOptionsMiddleware(give)))
    response = cast(HttpResponse, answer(_request(path, HTTP_ACCEPT_LANGUAGE=language)))
    status = f"{response.status_code} {response.reason_phrase}"
    return Refusal(status, tuple(response.items()), response.content)


def _request(path: str, **headers: str) -> WSGIRequest:
    rest = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.url_scheme": "https", "wsgi.input": BytesIO()}
    return WSGIRequest({**rest, **headers})
