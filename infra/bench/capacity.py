"""What clients cost by the hundred: catalogue, disk, files, memory of a connection, time to build, change and compare them."""

from infra.bench.databases import scratch
from infra.bench.figures import Figure, loaded
from infra.bench.products import OURS
from infra.bench.programs import run, run_started, say
from infra.bench.scale import Scale


def figures(scale: Scale) -> list[Figure]:
    """Work in a database of the bench's own, as the owner; it is dropped afterwards."""
    with scratch("capacity") as place:
        owner = OURS.environment(place, login="owner")
        run("motorblok.config.cli", "migrate", "--verbosity", "0", env=owner)
        run(*OURS.before, env=owner)
        say("  working on tasks of one client ...")
        work = run_started("infra.bench.ours.capacity.work", scale.name, env=owner)
        say(f"  building {scale.capacity[-1]} clients, then changing and comparing them all ...")
        clients = run_started("infra.bench.ours.capacity.clients", scale.name, env=owner)
        return [*loaded(work), *loaded(clients)]
