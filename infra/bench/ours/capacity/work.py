"""What a task takes of the disk and of the WAL over its life: received, taken, written about, resolved; printed as JSON."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from infra.bench import words
from infra.bench.figures import Figure, digits, dumped
from infra.bench.ours.calls import browser, receive, urgent
from infra.bench.ours.pages import send
from infra.bench.ours.seed import LINES, PRIORITIES, joined, opened
from infra.bench.scale import SCALES, Scale
from motorblok.audit.readers import drain
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.work.actions import Draft, receive_task, reply_to_client, resolve_task, take_task
from tenants.models import Client

SIZES = """
SELECT schemaname || '.' || relname, pg_total_relation_size(relid), pg_indexes_size(relid)
FROM pg_stat_user_tables WHERE schemaname IN ('public', %s)
"""
WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"
Sizes = dict[str, tuple[int, int]]


def figures(scale: Scale) -> Iterator[Figure]:
    """Let tasks live, and look what is left of each when all readers have seen them; then ask by HTTP."""
    person, client = joined(0), opened(0)
    before, tasks = _sizes(client), []
    verbs: dict[str, Callable[[int], object]] = {
        "receive": lambda number: tasks.append(_received(number, client, person)),
        "take": lambda n: take_task(tasks[n], client_id=client.id, actor=person, at=timezone.now()),
        "reply": lambda n: reply_to_client(
            tasks[n], text=words.text(n), client_id=client.id, actor=person, at=timezone.now()
        ),
        "resolve": lambda n: resolve_task(
            tasks[n], answer=words.text(n), client_id=client.id, actor=person, at=timezone.now()
        ),
    }
    many = scale.worked_on
    with schema.entered(client.schema_name):
        for name, verb in verbs.items():
            yield _wal(f"WAL of a verb: {name}", verb, many)
        yield _wal("WAL of the readers, for a task", lambda _number: drain(), 1, divisor=many)
    yield from _kept(before, _sizes(client), many)
    yield from _requests([client], rounds=min(many, 100))


def _received(number: int, client: Client, person: Actor) -> UUID:
    draft = Draft(
        title=words.title(number),
        description=words.text(number),
        service_line=LINES[number % len(LINES)],
        priority=PRIORITIES[number % len(PRIORITIES)],
        is_internal=False,
    )
    at = timezone.now() - timedelta(minutes=5)
    return receive_task(draft, client_id=client.id, actor=person, at=at).id


def _wal(name: str, act: Callable[[int], object], many: int, *, divisor: int = 0) -> Figure:
    before = _written()
    for number in range(many):
        act(number)
    each = (_written() - before) / (divisor or many) / 1024
    return Figure(name=name, ours=f"{digits(each)} kB", value=each, unit="kB")


def _requests(clients: list[Client], *, rounds: int) -> Iterator[Figure]:
    with schema.entered(schema.PUBLIC):
        signed_in, calls = browser(), receive(clients)
        board = urgent(signed_in)[0][0]
    yield _wal("WAL of a request: the workboard", lambda _number: send(board), rounds)
    yield _wal("WAL of a request: receive by API", lambda number: send(calls[number][0]), rounds)


def _kept(before: Sizes, after: Sizes, many: int) -> Iterator[Figure]:
    grown = {
        name: (total - before.get(name, (0, 0))[0], index - before.get(name, (0, 0))[1])
        for name, (total, index) in after.items()
    }
    total, indexes = (sum(each[place] for each in grown.values()) / many / 1024 for place in (0, 1))
    parts = sorted(grown.items(), key=lambda each: -each[1][0])[:8]
    said = ", ".join(f"{name.partition('.')[2]} {digits(size / many / 1024)}" for name, (size, _) in parts)
    yield Figure(
        name="Disk of a task that was worked on", ours=f"{digits(total)} kB: {said}", value=total, unit="kB"
    )
    yield Figure(name="... of that indexes", ours=f"{digits(indexes)} kB", value=indexes, unit="kB")


def _sizes(client: Client) -> Sizes:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(SIZES, [client.schema_name])
        return {name: (total, index) for name, total, index in cursor.fetchall()}


def _written() -> float:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(WAL)
        return float(cursor.fetchone()[0])


if __name__ == "__main__":
    print(dumped(figures(SCALES[sys.argv[1]])))
