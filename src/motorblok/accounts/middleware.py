"""What every request goes through before a view: where it came from, who it is, and in which language to answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.views.defaults import permission_denied

from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person
from motorblok.accounts.sessions import SessionStore
from motorblok.kernel.languages import LANGUAGES

Respond = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = frozenset({"same-origin", "none"})
NOTHING_NEW = 204


class OriginMiddleware:
    """Refuses what a page of another origin sends, also of a sibling: cookies count all clients as one site.

    It stands beside the token of each form (Fetch Metadata, W3C; Origin, RFC 6454). A caller that sends neither
    header is no browser.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 403, or pass on."""
        if request.method not in SAFE and not is_own(request):
            return permission_denied(request, PermissionDenied("The request came from another origin."))
        return self.get_response(request)


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, with sessions that exist only at the hosts of one client."""

    def process_request(self, request: HttpRequest) -> None:
        """Prepare the session; nothing is read yet."""
        client = client_of(request)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        request.session = SessionStore(key, client_id=client.id if client else None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save what has changed, and that somebody was here: who looks at a page that asks by itself whether something
        is new, and hears that nothing is (204), may have left the room."""
        if response.status_code != NOTHING_NEW:
            cast(SessionStore, request.session).touch(at=datetime.now(UTC))
        return super().process_response(request, response)


class PersonMiddleware(MiddlewareMixin):
    """Says who is signed in, checking at each request that this person still has business at this host."""

    def process_request(self, request: HttpRequest) -> None:
        """Prepare request.user; nothing is read yet."""
        request.user = SimpleLazyObject(lambda: known_person(request))  # type: ignore[assignment]


class LanguageMiddleware:
    """Answers in the person's language, else the client's, else the browser's; instants in the host's time zone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Render everything inside under that language and zone."""
        client = client_of(request)
        zone = ZoneInfo(client.time_zone if client else settings.MOTORBLOK_TIME_ZONE)
        with translation.override(language_of(request)), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def is_own(request: HttpRequest) -> bool:
    """Whether a request comes from a page of this very host, or from no page at all."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OWN:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin)[:2] == (request.scheme, request.get_host())


def known_person(request: HttpRequest) -> Person | AnonymousUser:
    """The person of the session, if it belongs at the host that was asked."""
    person = get_user(request)
    return person if isinstance(person, Person) and person.belongs_at(client_of(request)) else AnonymousUser()


def language_of(request: HttpRequest) -> str:
    """The language to answer in."""
    client = client_of(request)
    chosen = request.user.language if isinstance(request.user, Person) else ""
    if not chosen and client:
        chosen = client.language
    return chosen if chosen in LANGUAGES else translation.get_language_from_request(request)
