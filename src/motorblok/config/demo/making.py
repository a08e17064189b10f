"""Makes the demo, step by step, by the verbs that people use; a step that was done before is left as it is."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from motorblok.accounts import actions as accounts
from motorblok.accounts.actions.assignments import AlreadyAssigned
from motorblok.accounts.models import Invitation, Person
from motorblok.accounts.queries import colleagues_for
from motorblok.config.demo import billing, hours
from motorblok.config.demo.cast import STAFF, Company, ContactPerson, StaffMember
from motorblok.config.demo.companies import CLIENTS, ONBOARDING
from motorblok.config.demo.courses import People
from motorblok.config.demo.playing import play
from motorblok.config.demo.promises import promise
from motorblok.config.demo.standing import anchor_of, stand
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from tenants.actions import open_client
from tenants.models import Client, State

LONG_BEFORE = timedelta(days=120)
PATIENCE_SECONDS = 120


class NotBuilt(RuntimeError):
    """The provisioner did not build a client in time, or could not."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo is made of: the same seed and anchor instant give the same tasks; `password` is everybody's."""

    seed: int
    anchor: datetime
    password: str

    @property
    def begun_at(self) -> datetime:
        """When the people of the demo joined and the agreements were made."""
        return self.anchor - LONG_BEFORE

    def make(self) -> Iterator[str]:
        """Make it, telling each step in a word or two. Raises NotBuilt."""
        with schema.entered(schema.PUBLIC):
            clients = [self._client(company) for company in CLIENTS]
            staff = [self._member(member) for member in STAFF]
            billing.offer(actor=_owner(), at=self.begun_at)
        yield f"{len(staff)} staff, {len(clients)} clients"
        for company, client in zip(CLIENTS, clients, strict=True):
            _wait_until_built(client)
            self._furnish(company, client)
            yield company.name
        billing.bill(actor=_owner(), anchor=self.anchor)
        yield "invoices and payments"

    def _client(self, company: Company) -> Client:
        if known := Client.objects.filter(slug=company.slug).first():
            return known
        return open_client(
            name=company.name,
            slug=company.slug,
            code=company.code,
            language=company.language,
            time_zone=company.time_zone,
            actor=SYSTEM,
            at=self.begun_at,
        )

    # In one transaction with the acceptance, so that no mail goes out in between.
    @transaction.atomic
    def _member(self, member: StaffMember) -> Person:
        if known := Person.objects.staff().addressed(member.email).first():
            return known
        invitation = accounts.invite_staff(
            name=member.name, email=member.email, role=member.role, actor=SYSTEM, at=self.begun_at
        )
        return self._join(invitation)

    def _furnish(self, company: Company, client: Client) -> None:
        with schema.entered(schema.PUBLIC):
            contacts = [self._contact(contact, client).actor for contact in company.contacts]
            self._assign(client)
            people = People(contacts, _lead(), _workers(client, company))
        if company.slug != ONBOARDING:
            with schema.entered(client.schema_name):
                promise(company, actor=people.lead, at=self.begun_at, anchor=self.anchor)
                play(client, company, people, seed=self.seed, anchor=anchor_of(company, self.anchor))
                hours.book(client, company, people, at=self.anchor)
        billing.begin(client, actor=_owner(), anchor=self.anchor)
        stand(client, company, actor=people.lead, at=self.anchor)

    @transaction.atomic
    def _contact(self, contact: ContactPerson, client: Client) -> Person:
        if known := Person.objects.circle(client).addressed(contact.email).first():
            return known
        invitation = accounts.invite_contact(
            client,
            name=contact.name,
            email=contact.email,
            role=contact.role,
            service_lines=contact.service_lines,
            actor=SYSTEM,
            at=self.begun_at,
        )
        return self._join(invitation)

    def _assign(self, client: Client) -> None:
        for member in STAFF:
            if client.slug in member.clients:
                person = Person.objects.staff().addressed(member.email).get()
                for line in member.service_lines or (None,):
                    with suppress(AlreadyAssigned):
                        accounts.assign_to_client(
                            person.id, client=client, service_line=line, actor=SYSTEM, at=self.begun_at
                        )

    def _join(self, invitation: Invitation) -> Person:
        issued = accounts.send_invitation(invitation.id, at=self.begun_at)
        if issued is None:
            raise NotBuilt(f"{invitation.person.email} was invited by somebody else.")
        person = issued.person
        return accounts.accept_invitation(
            issued.token, client=person.client, name=person.name, password=self.password, at=self.begun_at
        )


def _wait_until_built(client: Client) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with schema.entered(schema.PUBLIC):
            client.refresh_from_db()
        if client.state != State.OPENING:
            return
        if client.failure:
            raise NotBuilt(f"{client.name} could not be built: {client.failure}")
        time.sleep(0.1)
    raise NotBuilt(f"{client.name} was not built within {PATIENCE_SECONDS} s; is the provisioner running?")


def _lead() -> Actor:
    return _first("lead")


def _owner() -> Actor:
    with schema.entered(schema.PUBLIC):
        return _first("owner")


def _first(role: str) -> Actor:
    email = next(each.email for each in STAFF if each.role == role)
    return Person.objects.staff().addressed(email).get().actor


def _workers(client: Client, company: Company) -> dict[str, list[Actor]]:
    """The agents who work for a client, by service line, in one order on every machine."""
    colleagues = {line: colleagues_for(client.id, line) for line in company.lines}
    return {
        line: [each.actor for each in found if each.role == "agent"] for line, found in colleagues.items()
    }
