"""Mail that no server took: kept in a folder on a machine that has none, so that a demo can show it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SHOWN = 50
# Django's file backend ends each message with a line of dashes.
END = re.compile(rb"^-{79}$", re.MULTILINE)
KEEPING = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """One mail as it would have been sent; `at` is an aware instant."""

    at: datetime
    to: str
    subject: str
    body: str


def is_kept() -> bool:
    """Whether mail stays on this machine, and this is no deployment for others: links in it are secrets."""
    return bool(settings.DEVELOPMENT and settings.EMAIL_BACKEND == KEEPING)


def letters() -> list[KeptLetter]:
    """The latest mails, the newest first."""
    found = [letter for path in _files() for letter in _read(path)]
    return sorted(found, key=lambda letter: letter.at, reverse=True)[:SHOWN]


def _files() -> list[Path]:
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)[:SHOWN]


def _read(path: Path) -> Iterator[KeptLetter]:
    for raw in END.split(path.read_bytes()):
        message = message_from_bytes(raw.lstrip(), EmailMessage, policy=policy.default)
        if message["Date"]:  # what follows a line of dashes that somebody wrote is no letter of its own
            yield _letter(message)


def _letter(message: EmailMessage) -> KeptLetter:
    content = message.get_body(("plain",))
    return KeptLetter(
        # Mail that names no zone ("-0000") is in UTC (RFC 5322, 3.3).
        at=parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=content.get_content() if content else "",
    )
