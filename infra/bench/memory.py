"""What a web process and its connection keep in memory after they have served each of many clients."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg

from infra.bench import loads
from infra.bench.figures import Figure, digits
from infra.bench.loads import Turns
from infra.bench.products import OURS
from infra.bench.programs import say
from infra.bench.scale import Scale
from infra.bench.serving import Server, serving

CLIENTS = replace(
    OURS,
    name="clients",
    modules="infra.bench.ours.memory",
    sources=(*OURS.sources, "infra/bench/ours/memory/*.py"),
    things="clients",
)
MOST = 400.0
CONNECTIONS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
OWN, ALL = "RssAnon", "VmRSS"


def figures(scale: Scale) -> list[Figure]:
    """Ask one granian worker for three pages of each client, then weigh it and its connections."""
    with CLIENTS.at_work(scale.many_clients) as env:
        pages = loads.loaded(CLIENTS.calls(env))["all"]
        with serving(CLIENTS.application, env) as server:
            say(f"  asking for three pages of each of {len(pages)} clients ...")
            turns = Turns(server.port, pages)
            turns()
            before = _weight(server.pids[-1], ALL)
            for _ in pages:
                turns()
            return list(_weighed(server, env["DATABASE_OWNER_URL"], before, len(pages)))


def _weighed(server: Server, database: str, before: float, clients: int) -> Iterator[Figure]:
    note = (
        f"after three pages of each of {clients} clients; resident, of the connection without what all share"
    )
    after = _weight(server.pids[-1], ALL)
    words = f"{digits(after)} MB, {digits(before)} after the first"
    yield Figure(name="Memory of a web worker", ours=words, value=after, unit="MB", ceiling=MOST, note=note)
    kept = [_weight(pid, OWN) for pid in _connections(database) if Path(f"/proc/{pid}/status").exists()]
    if kept:
        words = f"{digits(max(kept))} MB"
        yield Figure(
            name="Memory of its connection", ours=words, value=max(kept), unit="MB", ceiling=MOST, note=note
        )


def _connections(database: str) -> list[int]:
    with psycopg.connect(database) as connection:
        return [int(row[0]) for row in connection.execute(CONNECTIONS)]


def _weight(pid: int, kind: str) -> float:
    """Megabytes, as the kernel counts them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))
