"""What a person or a machine waits for at the product's doors, beside django-helpdesk: receive, the list, a task's page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from infra.bench import loads, products
from infra.bench.figures import Figure, milliseconds
from infra.bench.loads import Crowd, Page, Turns
from infra.bench.products import Product
from infra.bench.programs import say
from infra.bench.sampling import Cost, served_in_turns
from infra.bench.scale import Scale
from infra.bench.serving import Server, serving

SENDERS = 4
BLOCKS = 3
SAME = "Both: granian with one worker (the rate: four), the same PostgreSQL, {tasks:,} open tasks over 20 clients."
PAGES = {
    "urgent": ("50 most urgent, full page", 8.0),
    "task": ("Task page", 1.5),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A product with its database in place, and the calls that are measured."""

    product: Product
    env: Mapping[str, str]
    pages: Mapping[str, Sequence[Page]]


def figures(scale: Scale) -> list[Figure]:
    """The ratios of section 12's first three rows."""
    note = SAME.format(tasks=scale.tasks)
    with _guest(products.OURS, scale) as ours, _guest(products.HELPDESK, scale) as theirs:
        guests = [ours, theirs]
        return [*_waits(guests, scale, note), _rates(guests, scale, note)]


@contextmanager
def _guest(product: Product, scale: Scale) -> Iterator[Guest]:
    say(f"  preparing {product.name} ...")
    with product.at_work(scale) as env:
        yield Guest(product, env, loads.loaded(product.calls(env)))


def _waits(guests: Sequence[Guest], scale: Scale, note: str) -> Iterator[Figure]:
    say("  one at a time ...")
    with _served(guests, workers=1) as servers:
        for name, (words, floor) in PAGES.items():
            ours, theirs = _taken(guests, servers, name, scale.requests)
            yield _figure(words, ours, theirs, value=theirs.wall / ours.wall, floor=floor, note=note)
        ours, theirs = _taken(guests, servers, "receive", scale.requests)
        yield _figure(
            "Receive by API, time", ours, theirs, value=ours.wall / theirs.wall, ceiling=1.0, note=note
        )


def _taken(guests: Sequence[Guest], servers: Sequence[Server], name: str, rounds: int) -> list[Cost]:
    turns = [Turns(server.port, guest.pages[name]) for guest, server in zip(guests, servers, strict=True)]
    return served_in_turns(turns, [server.cpu for server in servers], rounds=rounds)


def _rates(guests: Sequence[Guest], scale: Scale, note: str) -> Figure:
    say("  four at a time ...")
    crowd = Crowd(SENDERS)
    rates: list[list[float]] = [[] for _ in guests]
    with _served(guests, workers=SENDERS) as servers:
        for _ in range(BLOCKS):
            for guest, server, found in zip(guests, servers, rates, strict=True):
                found.append(crowd.rate(server.port, guest.pages["receive"], seconds=scale.seconds))
    crowd.close()
    ours, theirs = map(median, rates)
    return Figure(
        name="Receive by API, rate",
        ours=f"{ours:.0f}/s",
        theirs=f"{theirs:.0f}/s",
        value=ours / theirs,
        floor=1.1,
        note=note,
    )


@contextmanager
def _served(guests: Sequence[Guest], *, workers: int) -> Iterator[list[Server]]:
    ours, theirs = guests
    with (
        serving(ours.product.application, ours.env, workers=workers) as first,
        serving(theirs.product.application, theirs.env, workers=workers) as second,
    ):
        yield [first, second]


def _figure(
    name: str,
    ours: Cost,
    theirs: Cost,
    *,
    value: float,
    note: str,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Figure:
    words = [f"{milliseconds(cost.wall, cost.cpu)}, p95 {cost.late * 1000:.3g}" for cost in (ours, theirs)]
    return Figure(
        name=name, ours=words[0], theirs=words[1], value=value, floor=floor, ceiling=ceiling, note=note
    )
