"""Writes a mail to a person, in its language, with links that lead to its own host."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from motorblok.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """A template's name and what it says: `notify/<name>.txt`, whose first line is the subject."""

    name: str
    facts: dict[str, Any]


def send(letter: Letter, *, to: Person) -> None:
    """Hand one mail over to the mail server. Raises what the mail server's client raises."""
    zone = to.client.time_zone if to.client else settings.MOTORBLOK_TIME_ZONE
    with translation.override(language_of(to)), timezone.override(zone):
        words = render_to_string(f"notify/{letter.name}.txt", {**letter.facts, **_known(to)})
    subject, _line, body = words.strip().partition("\n")
    EmailMessage(subject.strip(), f"{body.strip()}\n", settings.DEFAULT_FROM_EMAIL, [to.email]).send()


def language_of(person: Person) -> str:
    """The language that a person is written to in."""
    fallback = person.client.language if person.client else settings.LANGUAGE_CODE
    return person.language or fallback


def _known(person: Person) -> dict[str, Any]:
    at = person.client.name if person.client else settings.MOTORBLOK_PROVIDER
    return {"name": person.name, "at": at, "provider": settings.MOTORBLOK_PROVIDER}
