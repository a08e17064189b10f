"""Passwords: setting a new one, and asking for one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import locked_changeable
from motorblok.accounts.events import PASSWORD_CHANGED, RESET_ASKED
from motorblok.accounts.models import Person, Session
from motorblok.kernel.actors import SYSTEM
from tenants.models import Client


@transaction.atomic
def set_password(person_id: UUID, *, password: str, keep_session: str | None = None, at: datetime) -> Person:
    """Set a person's own new password and sign it out everywhere but in the session that it is set in.

    The password is taken as it is: forms check its strength. Raises NotFound.
    """
    person = locked_changeable(person_id)
    person.set_password(password)
    person.save(update_fields=["password"])
    Session.objects.filter(person=person).exclude(session_key=keep_session or "").delete()
    record_of_person(PASSWORD_CHANGED, person, actor=person.actor, at=at)
    return person


@transaction.atomic
def ask_password_reset(email: str, *, client: Client | None, address: str, at: datetime) -> None:
    """Note that a new password is wanted for an account at this client's hosts (None: at the console).

    Nothing happens where nobody there has this e-mail address, and the caller is not told which. The link is made
    by whoever mails it; `address` is the network address that it was asked from.
    """
    person = Person.objects.circle(client).addressed(email).active().select_related("client").first()
    if person is None:
        return
    private = {"name": person.name, "address": address}
    record_of_person(RESET_ASKED, person, actor=SYSTEM, at=at, private=private)
