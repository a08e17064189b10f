"""Fills the peer: queues as clients, staff, and open tickets with their first follow-up and a due date."""

import sys
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from helpdesk.models import FollowUp, Queue, Ticket

from infra.bench import words

QUEUES = 20
STAFF = 10
BATCH = 2000


def seed(size: int) -> None:
    """Make `size` open tickets over the queues, by bulk inserts."""
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    User.objects.create_superuser("olga", "olga@provider.example", password=None)
    staff = [
        User(username=f"staff{n}", email=f"staff{n}@provider.example", is_staff=True) for n in range(STAFF)
    ]
    people = [_saved(user) for user in staff]
    queues = [Queue.objects.create(title=f"Client {n:02}", slug=f"client{n:02}") for n in range(QUEUES)]
    for start in range(0, size, BATCH):
        _tickets(range(start, min(start + BATCH, size)), queues, people)


def _saved(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


def _tickets(numbers: range, queues: list[Queue], people: list[User]) -> None:
    now = timezone.now()
    tickets = Ticket.objects.bulk_create(_ticket(number, queues, people, now) for number in numbers)
    FollowUp.objects.bulk_create(_opening(ticket, people[0]) for ticket in tickets)


def _ticket(number: int, queues: list[Queue], people: list[User], now: timezone.datetime) -> Ticket:
    received_at = words.received_at(number, now=now)
    return Ticket(
        title=words.title(number),
        description=words.text(number),
        queue=queues[number % len(queues)],
        submitter_email=f"contact{number % 60}@client{number % len(queues):02}.example",
        created=received_at,
        priority=number % 4 + 1,
        due_date=received_at + timedelta(days=number % 4 * 7 + 3),
        assigned_to=people[number % len(people)] if number % 3 else None,
    )


def _opening(ticket: Ticket, user: User) -> FollowUp:
    return FollowUp(
        ticket=ticket,
        title="Ticket Opened",
        comment=ticket.description,
        date=ticket.created,
        public=True,
        user=user,
    )


if __name__ == "__main__":
    seed(int(sys.argv[1]))
