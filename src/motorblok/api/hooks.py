"""The door at which gateways tell us things: no session and no key, only a signature over the raw bytes."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.actions.inbound import take_in
from billing.gateways.choosing import GatewayClosed
from billing.gateways.port import GatewayCannot, NoticeRefused
from motorblok.accounts.doors import anyone

LARGEST = 512 * 1024
MOST_A_MINUTE = 1200
"""From one address; a gateway that has more to tell tries again, and nothing is lost."""

LONGEST_ADDRESS = 45
"""Letters of an IPv6 address at its longest."""


@anyone
@csrf_exempt
@never_cache
@require_POST
def hook(request: HttpRequest, gateway: str) -> HttpResponse:
    """Store what a gateway tells, and say so when it is committed; it is worked off later.

    200 stored, or known already · 400 not to be believed · 404 no such gateway here · 413 too large · 429 too many ·
    503 we cannot store it now: gateways send again what is not answered with 2xx.
    """
    if _is_too_many(request, gateway):
        return _said("too-many", 429)
    body = _body(request)
    if body is None:
        return _said("too-large", 413)
    try:
        is_new = take_in(gateway, body=body, headers=request.headers, at=datetime.now(UTC))
    except (GatewayClosed, GatewayCannot) as closed:
        return _said(closed.code, 404)
    except NoticeRefused as refused:
        return _said(refused.code, 400)
    except (DatabaseError, InterfaceError):
        return _said("away", 503)
    return _said("stored" if is_new else "known", 200)


def _body(request: HttpRequest) -> bytes | None:
    """The raw bytes; None where there are more than anybody has to tell us."""
    try:
        declared = int(request.headers.get("Content-Length") or 0)
        body = request.read(LARGEST + 1) if declared <= LARGEST else None
    except (ValueError, UnreadablePostError, RawPostDataException):
        return None
    return body if body is not None and len(body) <= LARGEST else None


def _is_too_many(request: HttpRequest, gateway: str) -> bool:
    """Counted by the minute; a cache that is away counts nothing, for the signature is what guards the door."""
    minute = int(datetime.now(UTC).timestamp()) // 60
    key = f"hooks:{gateway[:20]}:{_address(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return bool(cache.incr(key) > MOST_A_MINUTE)
    except ValueError:
        return False


def _address(request: HttpRequest) -> str:
    """Who asks, as the nearest trusted proxy tells it: else all who come through a proxy would be counted as one."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    found = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    return str(found)[:LONGEST_ADDRESS]


def _said(code: str, status: int) -> HttpResponse:
    return JsonResponse({"code": code}, status=status)
