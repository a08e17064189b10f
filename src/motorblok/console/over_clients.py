"""Doing one thing at many clients: each in its own transaction, and a report that names every failure."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from motorblok.accounts.viewers import StaffViewer
from motorblok.console.entering import entered
from motorblok.kernel.errors import DomainError
from tenants.actions import must_accept_work
from tenants.backend.base import SchemaIsMissing
from tenants.models import Client

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of it at one client: what was done, or in words why it was not."""

    client: Client
    done: T | None = None
    failure: str = ""


def look_at_each(
    viewer: StaffViewer, clients: Iterable[Client], look: Callable[[Client], T]
) -> list[Outcome[T]]:
    """Ask something in the schema of each client; what cannot be answered there is told."""
    return [_tried(viewer, client, look) for client in clients]


def change_each(
    viewer: StaffViewer, clients: Iterable[Client], act: Callable[[Client], T]
) -> list[Outcome[T]]:
    """Do something in the schema of each client, all of it or nothing there; one failure holds up no other."""

    def acted(client: Client) -> T:
        with transaction.atomic():
            must_accept_work(client.id)
            return act(client)

    return [_tried(viewer, client, acted) for client in clients]


def _tried(viewer: StaffViewer, client: Client, act: Callable[[Client], T]) -> Outcome[T]:
    try:
        with entered(viewer, client):
            return Outcome(client, act(client))
    except DomainError as refusal:
        return Outcome(client, failure=str(refusal))
    except (DatabaseError, SchemaIsMissing):
        log.exception("One of many clients failed: %s", client.slug)
        return Outcome(client, failure=_("The database refused it. Nothing was changed here; try again."))
