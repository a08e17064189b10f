"""Clients by the hundred in one growing database, and what they cost at each size; printed as JSON."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from uuid import UUID

from django.db import connection

from infra.bench.figures import Figure, digits, dumped, milliseconds
from infra.bench.ours.capacity import connections, disk
from infra.bench.ours.tenancy import next_release, vacuum_catalogue
from infra.bench.programs import say
from infra.bench.scale import SCALES, Scale
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.actions import open_client, provision
from tenants.drift import drifted
from tenants.replay import migrate_clients

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST = 20
"""So many of the last clients before a size is reached are timed, and half of them after the catalogue was sorted."""


def figures(scale: Scale) -> Iterator[Figure]:
    """Grow to each size, and look; at the largest all are migrated, compared, and visited by one connection."""
    before = disk.taken()
    for size in scale.capacity:
        yield from _grown(size)
        yield _timed(f"Compare {size:,} clients with the template", drifted)
    yield from disk.figures(before, disk.taken(), clients=size)
    yield from connections.figures(clients=min(size, scale.many_clients))
    with next_release():
        yield _timed(f"Add a column for {size:,} clients", lambda: migrate_clients(at=NOW))


def _grown(size: int) -> Iterator[Figure]:
    times = [_built(number) for number in range(_standing(), size - LAST // 2)]
    vacuum_catalogue()
    sorted_times = [_built(number) for number in range(_standing(), size)]
    say(f"    {size:,} clients stand")
    yield _provisioning(f"Build a client beside {size:,}", times[-LAST:])
    yield _provisioning(f"... after its catalogue was sorted, at {size:,}", sorted_times)


def _built(number: int) -> float:
    client_id, began = _opening(number), time.perf_counter()
    provision(client_id, at=NOW)
    return time.perf_counter() - began


def _opening(number: int) -> UUID:
    name = f"c{number}"
    return open_client(name=name, slug=name, actor=SYSTEM, at=NOW).id


def _provisioning(name: str, times: list[float]) -> Figure:
    words = f"{milliseconds(median(times))}, the slowest of {len(times)} {digits(max(times) * 1000)}"
    return Figure(name=name, ours=words, value=median(times) * 1000, unit="ms")


def _timed(name: str, act: Callable[[], object]) -> Figure:
    began = time.perf_counter()
    with schema.entered(schema.PUBLIC):
        act()
    seconds = time.perf_counter() - began
    return Figure(name=name, ours=f"{digits(seconds)} s", value=seconds, unit="s")


def _standing() -> int:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_client WHERE slug ~ '^c[0-9]+$'")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    print(dumped(figures(SCALES[sys.argv[1]])))
