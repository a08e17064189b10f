"""Writing down a contact of a client before it is invited: the invitation can then go out when all is ready."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motorblok.accounts.actions.invitations import AlreadyHasAccess, ClientTakesNobody
from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import UNUSABLE, checked_role, replace_scope
from motorblok.accounts.events import CONTACT_NOTED
from motorblok.accounts.models import Kind, Person
from motorblok.kernel.actors import Actor
from tenants.actions import must_not_be_closed
from tenants.models import Client, State


@transaction.atomic
def note_contact(
    client: Client,
    *,
    name: str,
    email: str,
    role: str,
    service_lines: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Person:
    """Write a contact down; it can do nothing before `invite_contact` sends it an invitation.

    Raises ClientIsClosed, ClientTakesNobody, AlreadyHasAccess for somebody known already, or Invalid for an unknown role or line.
    """
    must_not_be_closed(client.schema_name)
    if client.state not in {State.OPEN, State.SUSPENDED}:
        raise ClientTakesNobody
    person, is_new = Person.objects.get_or_create(
        kind=Kind.CONTACT,
        client=client,
        email=email.strip().lower(),
        defaults={"name": name, "role": checked_role(Kind.CONTACT, role), "password": UNUSABLE},
    )
    if not is_new:
        raise AlreadyHasAccess(field="email")
    replace_scope(person, service_lines)
    private = {"name": person.name, "email": person.email}
    record_of_person(CONTACT_NOTED, person, actor=actor, at=at, facts={"role": role}, private=private)
    return person
