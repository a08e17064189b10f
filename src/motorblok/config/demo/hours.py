"""Books the hours of the demo's staff on what was done lately: they are what a margin is counted with."""

from datetime import datetime
from zoneinfo import ZoneInfo

from motorblok.config.demo.cast import Company
from motorblok.config.demo.courses import People
from motorblok.work.actions import book_time
from motorblok.work.models import State, Task, TimeEntry
from tenants.models import Client

LATEST = 14
MINUTE = 60


def book(client: Client, company: Company, people: People, *, at: datetime) -> None:
    """Some time on each of the tasks that were resolved last, in the client's schema; once."""
    if TimeEntry.objects.exists():
        return
    done = Task.objects.filter(state=State.RESOLVED, is_internal=False).order_by("-received_at")
    for n, task in enumerate(done[:LATEST]):
        workers = people.workers.get(task.service_line)
        if workers:
            book_time(
                task.id,
                seconds=(25 + 35 * n % 130) * MINUTE,
                worked_on=task.received_at.astimezone(ZoneInfo(company.time_zone)).date(),
                note="",
                client_id=client.id,
                actor=workers[n % len(workers)],
                at=at,
            )
