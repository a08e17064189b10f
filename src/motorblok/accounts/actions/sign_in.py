"""That people sign in, fail to, and sign out."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from motorblok.accounts.actions.records import record_in, record_of_person
from motorblok.accounts.events import REFUSED, SIGNED_IN, SIGNED_OUT
from motorblok.accounts.models import Person
from motorblok.kernel.actors import SYSTEM
from tenants.models import Client

Reason = Literal["password", "code"]


@transaction.atomic
def sign_in(person: Person, *, with_second_step: bool, address: str, at: datetime) -> None:
    """Note that a person signed in, and from which network address."""
    facts, private = {"second_step": with_second_step}, {"address": address}
    record_of_person(SIGNED_IN, person, actor=person.actor, at=at, facts=facts, private=private)


@transaction.atomic
def refuse_sign_in(email: str, *, client: Client | None, reason: Reason, address: str, at: datetime) -> None:
    """Note that somebody failed to sign in at this client's hosts (None: at the console)."""
    person = Person.objects.circle(client).addressed(email).first()
    nobody = f"client:{client.id}" if client else "host:console"
    record_in(
        client,
        REFUSED,
        subject=person.subject if person else nobody,
        actor=SYSTEM,
        at=at,
        facts={"reason": reason},
        private={"email": email[:254], "address": address},
    )


@transaction.atomic
def sign_out(person: Person, *, at: datetime) -> None:
    """Note that a person signed out."""
    record_of_person(SIGNED_OUT, person, actor=person.actor, at=at)
