"""Writes a mail to a person, in its language, with links that lead to its own host."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from motorblok.accounts.models import Person
from motorblok.kernel.breaker import Breaker

QUIET_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A template's name and what it says: `notify/<name>.txt`, whose first line is the subject; and what goes with it.

    A `key` is the same at a second try, so that a mailbox can tell a mail that was sent twice.
    """

    name: str
    facts: dict[str, Any]
    files: tuple["File", ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """Something that goes with a mail."""

    name: str
    content: bytes
    kind: str


class MailServerAway(ConnectionError):
    """The mail server did not answer a moment ago: it is not asked again so soon."""


def send(letter: Letter, *, to: Person) -> None:
    """Hand one mail over to the mail server. Raises what the mail server's client raises, and MailServerAway.

    A server that does not answer costs the readers of a book its time once in half a minute, not at every mail.
    """
    if breaker.is_open():
        raise MailServerAway
    subject, body = written(letter.name, letter.facts, to=to)
    try:
        message = EmailMessage(subject, body, sender(), [to.email], headers=_headers(letter))
        for file in letter.files:
            message.attach(file.name, file.content, file.kind)
        message.send()
    except OSError:
        breaker.trip()
        raise


def _headers(letter: Letter) -> dict[str, str]:
    return {"Message-ID": f"<{letter.key}@{settings.MOTORBLOK_CONSOLE_HOST}>"} if letter.key else {}


def written(name: str, facts: dict[str, Any], *, to: Person) -> tuple[str, str]:
    """The subject and the body of `notify/<name>.txt` for a person. A subject is one line, whatever it is made of."""
    with in_words_of(to):
        words = render_to_string(f"notify/{name}.txt", {**facts, **known_of(to)})
    subject, _line, body = words.strip().partition("\n")
    return " ".join(subject.split()), f"{body.strip()}\n"


@contextmanager
def in_words_of(person: Person) -> Iterator[None]:
    """Speak a person's language, and tell times in its zone."""
    zone = person.client.time_zone if person.client else settings.MOTORBLOK_TIME_ZONE
    with translation.override(language_of(person)), timezone.override(zone):
        yield


def language_of(person: Person) -> str:
    """The language that a person is written to in."""
    fallback = person.client.language if person.client else settings.LANGUAGE_CODE
    return person.language or fallback


def sender() -> str:
    """The address that mail comes from, under the provider's name unless the setting has another."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.MOTORBLOK_PROVIDER, address))


def known_of(person: Person) -> dict[str, Any]:
    """What every mail may say: the person's name, whose account it is with its colour, and the provider's name."""
    at = person.client.name if person.client else settings.MOTORBLOK_PROVIDER
    accent = person.client.accent if person.client else ""
    return {"name": person.name, "at": at, "accent": accent, "provider": settings.MOTORBLOK_PROVIDER}


breaker = Breaker(seconds=QUIET_SECONDS)
