"""Fills one client as work leaves it: tasks with messages both ways, answers, running and decided clocks; a neighbour beside."""

import sys
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from infra.bench import words
from infra.bench.ours.copies import multiply
from infra.bench.ours.seed import LINES, PRIORITIES, joined, opened
from motorblok.audit import readers
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.work import actions as work
from tenants.models import Client

BY_VERBS = 100


def seed(size: int) -> None:
    """Make `size` tasks at the first of two clients: the first ones by the verbs, the others as copies of them."""
    call_command("migrate", verbosity=0)
    people = [joined(number) for number in range(2)]
    client, _neighbour = opened(0), opened(1)
    with schema.entered(client.schema_name):
        for number in range(min(size, BY_VERBS)):
            _worked_on(number, client, people)
        readers.drain()
        multiply(client.id, times=max(1, size // BY_VERBS))


@transaction.atomic
def _worked_on(number: int, client: Client, people: list[Actor]) -> None:
    somebody, at = people[number % 2], words.received_at(number, now=timezone.now())
    known = {"client_id": client.id, "actor": somebody}
    asked = work.Draft(
        title=words.title(number),
        description=words.text(number),
        service_line=LINES[number % len(LINES)],
        priority=PRIORITIES[number % len(PRIORITIES)],
        is_internal=False,
    )
    task = work.receive_task(asked, at=at, **known)
    work.assign_task(task.id, assignee=somebody, at=at, **known)
    for turn in range(3):
        text = words.text(number + turn)
        work.reply_to_client(task.id, text=text, at=at + timedelta(minutes=20 * turn + 10), **known)
        work.reply_to_provider(task.id, text=text, at=at + timedelta(minutes=20 * turn + 20), **known)
    if number % 3:
        work.resolve_task(task.id, answer=words.text(number), at=at + timedelta(hours=2), **known)


if __name__ == "__main__":
    seed(int(sys.argv[1]))
