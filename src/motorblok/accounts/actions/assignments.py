"""Who of the staff works for which client, and that they open its data. These events are in the client's own book."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_in
from motorblok.accounts.books import book_of
from motorblok.accounts.events import ASSIGNED, ENTERED, TURNED_AWAY, WITHDRAWN
from motorblok.accounts.models import Assignment, Person
from motorblok.audit.catalogue import Kind
from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, Invalid, NotFound
from tenants.actions import ClientIsOpening, must_not_be_closed
from tenants.models import Client, ServiceLine

# Every page of a visit would drown the book; one line for each hour of it tells the client who was there.
ONE_VISIT = timedelta(hours=1)


class AlreadyAssigned(DomainError):
    """This staff member already does this work for this client."""

    code = "already-assigned"
    words = _("This colleague is already assigned to it.")


@transaction.atomic
def assign_to_client(
    staff_id: UUID, *, client: Client, service_line: str | None = None, actor: Actor, at: datetime
) -> Assignment:
    """Let staff work for a client: in one service line (its code), or in all of them for None.

    Raises NotFound where there is no such staff member, ClientIsOpening (there is no book yet that could tell it),
    ClientIsClosed, AlreadyAssigned, or Invalid for an unknown service line.
    """
    if not client.is_built:
        raise ClientIsOpening
    must_not_be_closed(client.schema_name)
    staff = _staff(staff_id)
    if service_line and not ServiceLine.objects.filter(pk=service_line).exists():
        raise Invalid(_("Choose a service line from the list."), field="service_line")
    assignment, is_new = Assignment.objects.get_or_create(
        staff=staff, client=client, service_line_id=service_line, defaults={"since": at}
    )
    if not is_new:
        raise AlreadyAssigned
    record_in(
        client,
        ASSIGNED,
        subject=staff.subject,
        actor=actor,
        at=at,
        facts={"service_line": service_line},
        private={"name": staff.name},
    )
    return assignment


@transaction.atomic
def withdraw_from_client(
    staff_id: UUID, *, client: Client, service_line: str | None = None, actor: Actor, at: datetime
) -> None:
    """End exactly one assignment, at a closed client too: what is kept there need not be seen. Raises NotFound where there is none."""
    staff = _staff(staff_id)
    found = Assignment.objects.filter(staff=staff, client=client, service_line_id=service_line)
    deleted, _rows = found.delete()
    if not deleted:
        raise NotFound
    record_in(
        client,
        WITHDRAWN,
        subject=staff.subject,
        actor=actor,
        at=at,
        facts={"service_line": service_line},
        private={"name": staff.name},
    )


def enter_client(client: Client, *, actor: Actor, at: datetime) -> None:
    """Note that staff opens a client's data: once for each visit, which lasts an hour. Costs one query otherwise."""
    _note_once_a_visit(ENTERED, client, actor=actor, at=at)


def refuse_entry(client: Client, *, actor: Actor, at: datetime) -> None:
    """Note that staff asked for a client that it does not work for; for the provider's eyes, once an hour."""
    _note_once_a_visit(TURNED_AWAY, client, actor=actor, at=at)


def _note_once_a_visit(kind: Kind, client: Client, *, actor: Actor, at: datetime) -> None:
    subject = f"person:{actor.id}"
    with schema.entered(book_of(client)):
        earlier = Event.objects.filter(
            subject=subject, kind=kind.name, occurred_at__gt=at - ONE_VISIT, occurred_at__lte=at
        )
        is_noted = earlier.exists()
    if not is_noted:
        with transaction.atomic():
            record_in(client, kind, subject=subject, actor=actor, at=at)


def _staff(staff_id: UUID) -> Person:
    staff = Person.objects.staff().filter(pk=staff_id, deactivated_at__isnull=True)
    if person := staff.select_for_update().first():
        return person
    raise NotFound
