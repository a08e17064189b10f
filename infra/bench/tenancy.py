"""What many clients cost: building one, changing all of them, and telling them apart in each request."""

from infra.bench.databases import scratch
from infra.bench.figures import Figure, loaded
from infra.bench.products import OURS
from infra.bench.programs import run, run_started, say
from infra.bench.scale import Scale


def figures(scale: Scale) -> list[Figure]:
    """Work in a database of the bench's own, as the owner, beside the library's way of doing the same."""
    with scratch("tenancy") as place:
        owner = OURS.environment(place, login="owner")
        run("motorblok.config.cli", "migrate", "--verbosity", "0", env=owner)
        say(f"  building {scale.many_clients} clients, migrating them, answering for one ...")
        many = run_started("infra.bench.ours.tenancy", scale.name, env=owner)
        one = run_started("infra.bench.ours.requests", scale.name, env=OURS.environment(place))
        return [*loaded(many), *loaded(one)]
