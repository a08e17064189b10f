"""Fills the product through its own verbs: clients with an agreement, people, and open tasks with running clocks."""

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from infra.bench import words
from infra.bench.ours.copies import multiply
from motorblok.accounts import actions as accounts
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.sla.actions import confirm_calendar, create_agreement, create_calendar
from motorblok.sla.seeds import seed_holidays
from motorblok.work.actions import Draft, assign_task, receive_task
from tenants import actions as tenants
from tenants.models import Client

CLIENTS = 20
STAFF = 10
BY_VERBS = 40
LINES = ("finance", "hr", "it-support", "procurement", "logistics", "quality", "legal")
PRIORITIES = ("low", "normal", "high", "urgent")
WEEK = ("mon", "tue", "wed", "thu", "fri")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR = 3600
TARGETS = {"urgent": (1, 8), "high": (4, 24), "normal": (8, 80), "low": (16, 160)}
"""Hours until the first response and the resolution, by priority."""


def seed(size: int) -> None:
    """Make `size` open tasks over the clients, two of three assigned: the first ones by the verbs, the others as copies."""
    call_command("migrate", verbosity=0)
    people = [joined(number) for number in range(STAFF)]
    clients = [opened(number) for number in range(CLIENTS)]
    times = max(1, size // CLIENTS // BY_VERBS)
    for number, client in enumerate(clients):
        tasks(range(number, size // times, CLIENTS), client, people)
        with schema.entered(client.schema_name):
            multiply(client.id, times=times)


def joined(number: int) -> Actor:
    """One of the staff, the first of them the owner."""
    role, now = "owner" if number == 0 else "lead", timezone.now()
    with schema.entered(schema.PUBLIC):
        email = f"staff{number}@provider.example"
        invited = accounts.invite_staff(name=f"Staff {number}", email=email, role=role, actor=SYSTEM, at=now)
        token = accounts.send_invitation(invited.id, at=now).token
        password = f"correct horse battery {number}"
        person = accounts.accept_invitation(
            token, client=None, name=f"Staff {number}", password=password, at=now
        )
    return Actor("staff", str(person.id), person.name)


def opened(number: int) -> Client:
    """A client with its schema and an agreement."""
    now = timezone.now()
    client = tenants.open_client(name=f"Client {number:02}", slug=f"client-{number:02}", actor=SYSTEM, at=now)
    built = tenants.provision(client.id, at=now)
    with schema.entered(built.schema_name):
        promise(now)
    return built


def promise(now: datetime, *, hours: Sequence[str] = ("09:00", "17:00"), days: Iterable[str] = WEEK) -> None:
    """An agreement on all service lines, by priority, in the schema that is in force."""
    content = {"timezone": "Europe/Amsterdam", "week": {day: [list(hours)] for day in days}}
    holidays = [holiday.on for holiday in seed_holidays("NL", years=[now.year - 1, now.year, now.year + 1])]
    drawn = create_calendar(
        name="Office hours", content=content, effective_on=date(2020, 1, 1), actor=SYSTEM, at=now
    )
    confirm_calendar(drawn.calendar_id, holidays=holidays, actor=SYSTEM, at=now)
    lines = [_line(str(drawn.calendar_id), priority, *spans) for priority, spans in TARGETS.items()]
    create_agreement(
        name="Back office", content={"lines": lines}, effective_at=LONG_AGO, actor=SYSTEM, at=now
    )


def _line(calendar: str, priority: str, response: int, resolution: int) -> dict[str, object]:
    targets = {"first_response": response * HOUR, "resolution": resolution * HOUR}
    return {"priority": priority, "calendar": calendar, "targets": targets}


def tasks(numbers: Sequence[int], client: Client, people: Sequence[Actor]) -> None:
    """These tasks of a client, by the verbs; two of three are assigned."""
    now = timezone.now()
    with schema.entered(client.schema_name), transaction.atomic():
        for number in numbers:
            at = words.received_at(number, now=now)
            task = receive_task(_draft(number), client_id=client.id, actor=people[0], at=at)
            if number % 3:
                someone = people[number % len(people)]
                assign_task(task.id, assignee=someone, client_id=client.id, actor=people[0], at=at)


def _draft(number: int) -> Draft:
    return Draft(
        title=words.title(number),
        description=words.text(number),
        service_line=LINES[number % len(LINES)],
        priority=PRIORITIES[number % len(PRIORITIES)],
        is_internal=False,
    )


if __name__ == "__main__":
    seed(int(sys.argv[1]))
