"""The life of a client after its opening: suspended (it can be read, but takes no work), open again, closed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants import events, hosts
from tenants.models import Client, State

# Shared, so that works run side by side while a suspension waits for those under way. The row is public.
STATE = "SELECT state FROM public.tenants_client WHERE id = %s FOR SHARE"
STATE_AND_LINES = """
SELECT client.state, allowance.service_lines IS NULL OR allowance.service_lines ? %s
FROM public.tenants_client client LEFT JOIN public.tenants_allowance allowance ON allowance.client_id = client.id
WHERE client.id = %s FOR SHARE OF client
"""
STATE_IN = "SELECT state FROM public.tenants_client WHERE schema_name = %s FOR SHARE"


class ClientIsOpening(DomainError):
    """The client's schema is not built yet."""

    code = "client-is-opening"
    words = _("This client is still being set up. Try again in a moment.")


class ClientIsSuspended(DomainError):
    """A suspended client can be read, but takes no work."""

    code = "client-is-suspended"
    words = _("This client is suspended: everything can be read, but nothing can be added or changed.")


class ClientIsClosed(DomainError):
    """A closed client takes no work, and stays closed."""

    code = "client-is-closed"
    words = _("This client is closed.")


class LineIsNotSubscribed(DomainError):
    """The subscription says that only work of its own service lines is taken."""

    code = "line-is-not-subscribed"
    words = _("This service line is not in the client's subscription. Have it added, or choose another one.")


REFUSALS: dict[str, type[DomainError]] = {
    State.OPENING: ClientIsOpening,
    State.SUSPENDED: ClientIsSuspended,
    State.CLOSED: ClientIsClosed,
}


def must_accept_work(client_id: UUID) -> None:
    """Hold the client open until the caller's transaction ends; every verb on its work begins with this.

    Raises ClientIsOpening, ClientIsSuspended, ClientIsClosed, NotFound, and TransactionManagementError outside one.
    """
    if refusal := REFUSALS.get(_held(STATE, client_id)):
        raise refusal


def must_take(client_id: UUID, *, service_line: str) -> None:
    """The same for new work, where the subscription may say that only its own service lines are taken.

    Raises LineIsNotSubscribed, and what must_accept_work raises.
    """
    state, is_taken = _row(STATE_AND_LINES, service_line, client_id)
    if refusal := REFUSALS.get(state):
        raise refusal
    if not is_taken:
        raise LineIsNotSubscribed(field="service_line")


def must_not_be_closed(schema_name: str) -> None:
    """Hold the client of this schema as it is until the caller's transaction ends, so that nothing is changed once it is closed.

    Every verb that changes what is a client's begins with this, or with must_accept_work; but who is closed can still be
    read, and what lets anybody in can still be taken away. Raises ClientIsClosed, NotFound, and
    TransactionManagementError outside a transaction.
    """
    if _held(STATE_IN, schema_name) == State.CLOSED:
        raise ClientIsClosed


def _held(question: str, key: UUID | str) -> str:
    return str(_row(question, key)[0])


def _row(question: str, *asked: UUID | str) -> tuple[Any, ...]:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A client is held open for the length of a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise NotFound
    return row


def suspend_client(client: Client, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take no more work for this client until it is reopened. Raises ClientIsOpening, ClientIsClosed.

    Waits for the verbs under way; from its commit on none begins. Suspending twice changes nothing.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client, refused={State.OPENING, State.CLOSED})
        if found.state != State.SUSPENDED:
            found.state, found.suspended_at = State.SUSPENDED, at
            _move(found, events.SUSPENDED, actor=actor, at=at, private={"reason": reason})


def reopen_client(client: Client, *, actor: Actor, at: datetime) -> None:
    """Take work for this client again. Raises ClientIsOpening, ClientIsClosed."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client, refused={State.OPENING, State.CLOSED})
        if found.state != State.OPEN:
            found.state, found.suspended_at = State.OPEN, None
            _move(found, events.REOPENED, actor=actor, at=at, private={})


def close_client(client: Client, *, reason: str, actor: Actor, at: datetime) -> None:
    """End the work for this client for good; its schema and its book stay. Raises ClientIsOpening."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = _locked(client, refused={State.OPENING})
        if found.state != State.CLOSED:
            found.state, found.closed_at = State.CLOSED, at
            _move(found, events.CLOSED, actor=actor, at=at, private={"reason": reason})


def _locked(client: Client, *, refused: set[State]) -> Client:
    found = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    if found.state in refused:
        raise REFUSALS[found.state]
    return found


def _move(client: Client, kind: Kind, *, actor: Actor, at: datetime, private: dict[str, str]) -> None:
    client.save(update_fields=["state", "suspended_at", "closed_at"])
    with schema.entered(client.schema_name):
        record(
            kind,
            subject=f"client:{client.id}",
            actor=actor,
            at=at,
            facts={"client": str(client.id)},
            private=private,
        )
    hosts.forget_after_commit()
