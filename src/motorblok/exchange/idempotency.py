"""Does a thing once, however often it is asked with the same key (IETF draft "The Idempotency-Key HTTP Header Field")."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from motorblok.exchange.models import Answered
from motorblok.kernel.errors import DomainError, Invalid

LONGEST_KEY = 255
KEPT_FOR = timedelta(days=30)
CLAIM = """
INSERT INTO exchange_answered (client_id, sender, key, request_hash, status, answer)
VALUES (%s, %s, %s, %s, 0, '{}') ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who sent it for which client, under which key, and its whole content."""

    client_id: UUID
    sender: str
    key: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content: a key used again for something else must be refused."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: an HTTP status and a JSON body; `is_repeat` where nothing was done this time."""

    status: int
    body: dict[str, Any]
    is_repeat: bool = False


class KeyUsedDifferently(DomainError):
    """The same key came before with another request."""

    code = "idempotency-key-reused"
    status = 422
    words = _("This idempotency key was used for another request. Use a new key for a new request.")


def once(asked: Asked, act: Callable[[], Answer]) -> Answer:
    """Act and keep the answer in one transaction, or give the answer that was kept.

    Two at the same time: the second waits for the first and gets its answer. If `act` raises, nothing is kept and the
    key may be used again. Raises KeyUsedDifferently, and Invalid for an unusable key.
    """
    _check(asked.key)
    with transaction.atomic():
        if _claimed(asked):
            return _acted(asked, act)
        return _kept(asked)


def forget(*, at: datetime) -> int:
    """Delete the answers older than thirty days; from then on their keys may be used anew."""
    deleted, _rows = Answered.objects.filter(at__lt=at - KEPT_FOR).delete()
    return deleted


def _check(key: str) -> None:
    if not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
        raise Invalid(_("An idempotency key has 1 to 255 printable characters."), field="Idempotency-Key")


def _claimed(asked: Asked) -> bool:
    # The primary key makes the second of two wait here until the first commits or gives up.
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [asked.client_id, asked.sender, asked.key, asked.digest])
        return bool(cursor.rowcount)


def _acted(asked: Asked, act: Callable[[], Answer]) -> Answer:
    answer = act()
    _rows(asked).update(status=answer.status, answer=answer.body)
    return answer


def _kept(asked: Asked) -> Answer:
    kept = _rows(asked).get()
    if kept.request_hash != asked.digest:
        raise KeyUsedDifferently
    return Answer(kept.status, kept.answer, is_repeat=True)


def _rows(asked: Asked) -> QuerySet[Answered]:
    return Answered.objects.filter(client_id=asked.client_id, sender=asked.sender, key=asked.key)
