"""How many statements the workboard and a task's page take, counted where they leave for the database."""

from infra.bench.figures import Figure, loaded
from infra.bench.products import OURS
from infra.bench.programs import run_started, say
from infra.bench.scale import Scale


def figures(scale: Scale) -> list[Figure]:
    """Ask for the pages inside one process and count."""
    say("  counting statements ...")
    with OURS.at_work(scale.tasks) as env:
        return loaded(run_started("infra.bench.ours.pages", env=env))
