"""Brings what the pretended gateway tells to our own door, over HTTP like any other, until the door has taken it."""

import http.client
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings

from billing.gateways.fake.notices import letter
from billing.gateways.fake.opening import may_pretend, secret
from billing.models.fake import FakeNotice
from motorblok.kernel import schema

TIMEOUT = 5
MOST = 200
LONGEST = timedelta(hours=1)
PATH = "/hooks/fake/"


class Post(Protocol):
    """Sends one message; answers the status, 0 where nobody answers."""

    def __call__(self, body: bytes, headers: dict[str, str]) -> int: ...


def post(body: bytes, headers: dict[str, str]) -> int:
    """To the web process on this machine, by the name of the console."""
    connection = http.client.HTTPConnection("127.0.0.1", settings.MOTORBLOK_PORT, timeout=TIMEOUT)
    host = f"{settings.MOTORBLOK_CONSOLE_HOST}:{settings.MOTORBLOK_PORT}"
    try:
        connection.request("POST", PATH, body, {**headers, "Host": host})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def deliver(*, at: datetime, send: Post = post) -> int:
    """Tell what is untold, oldest first; returns how much was taken. What is not taken is told again, later each time."""
    if not may_pretend():
        return 0
    with schema.entered(schema.PUBLIC):
        untold = FakeNotice.objects.filter(taken_at__isnull=True, next_at__lte=at)
        return sum(_told(each, at=at, send=send) for each in untold.order_by("next_at", "id")[:MOST])


def _told(notice: FakeNotice, *, at: datetime, send: Post) -> bool:
    body, headers = letter(notice, secret=secret(), at=at)
    taken = 200 <= send(body, headers) < 300
    notice.attempts = min(notice.attempts + 1, 30)
    if taken:
        notice.taken_at = at
    else:
        notice.next_at = at + min(timedelta(seconds=5) * 2 ** (notice.attempts - 1), LONGEST)
    notice.save(update_fields=["attempts", "taken_at", "next_at"])
    return taken
