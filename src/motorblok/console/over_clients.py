"""Doing one thing at many clients: each in its own transaction, in parts that a browser need not wait long for, all told."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import DatabaseError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from motorblok.accounts.viewers import StaffViewer
from motorblok.console.entering import entered
from motorblok.kernel.errors import DomainError
from tenants.actions import must_accept_work
from tenants.backend.base import SchemaIsMissing
from tenants.models import Client

T = TypeVar("T")
log = logging.getLogger(__name__)
SECONDS = 1.5  # for one part; the page asks for the next by itself
AFTER = "after"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of it at one client: what was done, or in words why it was not."""

    client: Client
    done: T | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What became of some of the clients. Of all `of` the first `until` are done; `sent` asks for the rest, as form fields."""

    outcomes: list[Outcome[T]]
    until: int
    of: int
    sent: list[tuple[str, str]]

    @property
    def is_last(self) -> bool:
        """Whether all are done."""
        return self.until >= self.of


def look_at_each(
    viewer: StaffViewer, clients: Iterable[Client], look: Callable[[Client], T]
) -> list[Outcome[T]]:
    """Ask something in the schema of each client; what cannot be answered there is told."""
    return [_tried(viewer, client, look) for client in clients]


def change_some(
    viewer: StaffViewer, clients: Sequence[Client], act: Callable[[Client], T], *, sent: QueryDict
) -> Part[T]:
    """Act in the schema of one client after the other, for a while; one failure holds up no other.

    It begins after the client that the form names; one that is not there any more begins anew, as what is done already
    stays as it is. `clients` are in the same order each time.
    """
    slugs, after = [client.slug for client in clients], sent.get(AFTER, "")
    begun_at, outcomes = time.monotonic(), []
    first = slugs.index(after) + 1 if after in slugs else 0
    for client in clients[first:]:
        outcomes.append(_tried(viewer, client, act))
        if time.monotonic() - begun_at > SECONDS:
            break
    until = first + len(outcomes)
    return Part(outcomes, until, len(clients), _fields(sent, after=slugs[until - 1] if until else ""))


def while_open(client: Client, act: Callable[[Client], T]) -> T:
    """Change something at a client, all of it or nothing. Raises what must_accept_work raises."""
    with transaction.atomic():
        must_accept_work(client.id)
        return act(client)


def _fields(sent: QueryDict, *, after: str) -> list[tuple[str, str]]:
    kept = [(name, str(value)) for name, values in sent.lists() for value in values]
    return [each for each in kept if each[0] not in {AFTER, "csrfmiddlewaretoken"}] + [(AFTER, after)]


def _tried(viewer: StaffViewer, client: Client, act: Callable[[Client], T]) -> Outcome[T]:
    try:
        with entered(viewer, client):
            return Outcome(client, act(client))
    except DomainError as refusal:
        return Outcome(client, failure=str(refusal))
    except (DatabaseError, SchemaIsMissing):
        log.exception("One of many clients failed: %s", client.slug)
        return Outcome(client, failure=_("The database refused it. Nothing was changed here; try again."))
