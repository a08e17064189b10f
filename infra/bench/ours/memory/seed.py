"""Opens the clients, with an agreement and some tasks each, by the verbs."""

import sys

from django.core.management import call_command

from infra.bench.ours.seed import joined, opened, tasks

TASKS_OF_EACH = 5


def seed(size: int) -> None:
    """Make `size` clients."""
    call_command("migrate", verbosity=0)
    people = [joined(0)]
    for number in range(size):
        client = opened(number)
        tasks(range(number, number + TASKS_OF_EACH), client, people)


if __name__ == "__main__":
    seed(int(sys.argv[1]))
