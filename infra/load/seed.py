"""Fills a database for the load, by the product's own verbs: clients with agreements, people, and open tasks."""

import sys
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from infra.bench import words
from infra.bench.ours.copies import multiply
from infra.bench.ours.seed import LINES, PRIORITIES, WEEK, promise
from infra.load.cast import CASTS, PASSWORD, Cast, Company, Contact, Member
from motorblok.accounts import actions as accounts
from motorblok.accounts.actions.assignments import AlreadyAssigned
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.work.actions import Draft, assign_task, receive_task
from tenants import actions as tenants
from tenants.models import Client

BY_VERBS = 25
SHORT_LIVED = "only until everybody has joined"  # hashed once each, as nobody signs in with it


def seed(cast: Cast) -> None:
    """Make all of it."""
    call_command("migrate", verbosity=0)
    staff = [_joined(cast.member(number)) for number in range(cast.staff)]
    clients = [_opened(cast.company(number)) for number in range(cast.clients)]
    for number in range(cast.contacts):
        _joined_contact(cast.contact(number), clients[cast.contact(number).company.number])
    for number, person in enumerate(staff):
        _assign(cast.member(number), person, clients)
    for number, client in enumerate(clients):
        _work(client, Company(number), _colleagues(cast, number, staff), cast.tasks)
    with schema.entered(schema.PUBLIC):
        Person.objects.update(password=make_password(PASSWORD))


def _joined(member: Member) -> Actor:
    now = timezone.now()
    with schema.entered(schema.PUBLIC), transaction.atomic():
        invited = accounts.invite_staff(
            name=f"Staff {member.number}", email=member.email, role=member.role, actor=SYSTEM, at=now
        )
        return _accepted(invited.id, None, now)


def _opened(company: Company) -> Client:
    now = timezone.now()
    client = tenants.open_client(name=company.name, slug=company.slug, actor=SYSTEM, at=now)
    built = tenants.provision(client.id, at=now)
    with schema.entered(built.schema_name):
        promise(now, hours=("00:00", "24:00"), days=(*WEEK, "sat", "sun"))  # alarms fire whenever it is run
    return built


def _joined_contact(contact: Contact, client: Client) -> None:
    now = timezone.now()
    with schema.entered(schema.PUBLIC), transaction.atomic():
        name, role = f"Contact {contact.number}", "director"
        invited = accounts.invite_contact(
            client, name=name, email=contact.email, role=role, service_lines=(), actor=SYSTEM, at=now
        )
        _accepted(invited.id, client, now)


def _accepted(invitation: UUID, client: Client | None, now: datetime) -> Actor:
    issued = accounts.send_invitation(invitation, at=now)
    if issued is None:
        raise LookupError("The invitation is somebody else's.")
    name = issued.person.name
    return accounts.accept_invitation(
        issued.token, client=client, name=name, password=SHORT_LIVED, at=now
    ).actor


def _assign(member: Member, person: Actor, clients: list[Client]) -> None:
    if member.role != "agent":
        return
    with schema.entered(schema.PUBLIC):
        for company in member.companies:
            with suppress(AlreadyAssigned):
                accounts.assign_to_client(
                    UUID(person.id), client=clients[company.number], actor=SYSTEM, at=timezone.now()
                )


def _colleagues(cast: Cast, number: int, staff: list[Actor]) -> list[Actor]:
    return [person for each, person in enumerate(staff) if Company(number) in cast.member(each).companies]


def _work(client: Client, company: Company, people: list[Actor], size: int) -> None:
    now = timezone.now()
    with schema.entered(client.schema_name):
        with transaction.atomic():
            for number in range(company.number, company.number + BY_VERBS):
                at = words.received_at(number, now=now)
                task = receive_task(_draft(number, company), client_id=client.id, actor=SYSTEM, at=at)
                if people and number % 3:
                    someone = people[number % len(people)]
                    assign_task(task.id, assignee=someone, client_id=client.id, actor=SYSTEM, at=at)
        multiply(client.id, times=max(1, size // BY_VERBS))


def _draft(number: int, company: Company) -> Draft:
    return Draft(
        title=f"{words.title(number)} {company.canary}",
        description=f"{words.text(number)} {company.canary}",
        service_line=LINES[number % len(LINES)],
        priority=PRIORITIES[number % len(PRIORITIES)],
        is_internal=False,
    )


if __name__ == "__main__":
    seed(CASTS[int(sys.argv[1])])
