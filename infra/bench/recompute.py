"""How long all clocks of all open tasks take to be folded again, in one process."""

from infra.bench.figures import Figure, loaded
from infra.bench.products import OURS
from infra.bench.programs import run_started, say
from infra.bench.scale import Scale


def figures(scale: Scale) -> list[Figure]:
    """Once where nearly all are wrong, and once more where all are right."""
    say("  folding all clocks again ...")
    with OURS.at_work(scale.tasks) as env:
        return loaded(run_started("infra.bench.ours.recompute", env=env))
