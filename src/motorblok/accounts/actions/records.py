"""Writes events about people and keys into the book that they belong in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motorblok.accounts.books import book_of
from motorblok.accounts.models import Person
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Audience
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants.models import Client


def record_of_person(
    kind: Kind,
    person: Person,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    """Write about a person: a contact's events go into its client's book, those of staff into the public one."""
    with schema.entered(book_of(person.client)):
        record(kind, subject=person.subject, actor=actor, at=at, facts=facts, private=private)


def record_in(
    client: Client | None,
    kind: Kind,
    *,
    subject: str,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    audience: Audience | None = None,
) -> None:
    """Write into the book of a client, or into the public one for None."""
    with schema.entered(book_of(client)):
        record(kind, subject=subject, actor=actor, at=at, facts=facts, private=private, audience=audience)
