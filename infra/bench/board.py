"""How long the database works for the 50 most urgent of many open tasks over many clients, as several people see them."""

from infra.bench.databases import scratch
from infra.bench.figures import Figure, loaded
from infra.bench.products import OURS
from infra.bench.programs import run, run_started, say
from infra.bench.scale import Scale


def figures(scale: Scale) -> list[Figure]:
    """Fill a database of the bench's own with rows as the owner, then read them as the app login."""
    with scratch("board") as place:
        say(f"  placing {scale.board_rows:,} tasks of {scale.board_clients} clients ...")
        owner = OURS.environment(place, login="owner")
        run("motorblok.config.cli", "migrate", "--public-only", "--verbosity", "0", env=owner)
        run_started("infra.bench.ours.board", "fill", scale.name, env=owner)
        say("  reading the most urgent ones ...")
        return loaded(run_started("infra.bench.ours.board", "read", scale.name, env=OURS.environment(place)))
