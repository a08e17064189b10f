"""What a person or a machine waits for at the product's doors, beside django-helpdesk: receive, the list, a task's page, a search."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median

from infra.bench import loads, products
from infra.bench.figures import Figure, digits, milliseconds
from infra.bench.loads import Crowd, Page, Turns
from infra.bench.products import Product
from infra.bench.programs import say
from infra.bench.sampling import Cost, served_in_turns
from infra.bench.scale import Scale
from infra.bench.serving import Server, serving

SENDERS = 4
BLOCKS = 3
"""Times that the senders turn to each product, after one that warms it up."""
WARM = 20
"""Rounds that do not count: each client has been asked for once by then."""
SAME = "Both: granian with one worker (the rate: four), the same PostgreSQL, {tasks:,} open tasks over 20 clients."
PAGES = {
    "urgent": ("50 most urgent, full page", 8.0),
    "task": ("Task page", 1.5),
    "search": ("Search, 50 rows", 7.0),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A product with its database in place, and the calls that are measured."""

    product: Product
    env: Mapping[str, str]
    pages: Mapping[str, Sequence[Page]]


def figures(scale: Scale) -> list[Figure]:
    """The ratios of section 12's first four rows."""
    note = SAME.format(tasks=scale.tasks)
    with _guest(products.OURS, scale) as ours, _guest(products.HELPDESK, scale) as theirs:
        guests = [ours, theirs]
        return [*_waits(guests, scale, note), _rates(guests, scale, note)]


@contextmanager
def _guest(product: Product, scale: Scale) -> Iterator[Guest]:
    say(f"  preparing {product.name} ...")
    with product.at_work(scale.tasks) as env:
        yield Guest(product, env, loads.loaded(product.calls(env)))


def _waits(guests: Sequence[Guest], scale: Scale, note: str) -> Iterator[Figure]:
    say("  one at a time ...")
    with _served(guests, workers=1) as servers:
        for name, (words, floor) in PAGES.items():
            costs = _taken(guests, servers, name, scale.requests)
            faster = replace(_figure(words, *costs), floor=floor, note=note)
            yield replace(faster, value=1 / faster.value, by_cpu=1 / faster.by_cpu if faster.by_cpu else None)
        costs = _taken(guests, servers, "receive", scale.requests)
        yield replace(_figure("Receive by API, time", *costs), ceiling=1.0, note=note)


def _taken(guests: Sequence[Guest], servers: Sequence[Server], name: str, rounds: int) -> list[Cost]:
    turns = [Turns(server.port, guest.pages[name]) for guest, server in zip(guests, servers, strict=True)]
    return served_in_turns(turns, [server.cpu for server in servers], rounds=rounds, warm=WARM)


def _rates(guests: Sequence[Guest], scale: Scale, note: str) -> Figure:
    say("  four at a time ...")
    crowd = Crowd(SENDERS)
    rates: list[list[float]] = [[] for _ in guests]
    with _served(guests, workers=SENDERS) as servers:
        for _ in range(1 + BLOCKS):
            for guest, server, found in zip(guests, servers, rates, strict=True):
                found.append(crowd.rate(server.port, guest.pages["receive"], seconds=scale.seconds))
    crowd.close()
    ours, theirs = (median(found[1:]) for found in rates)
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


def _figure(name: str, ours: Cost, theirs: Cost) -> Figure:
    """Our time as a part of theirs."""
    words = [
        f"{milliseconds(cost.wall, cost.cpu)}, p95 {digits(cost.late * 1000)}" for cost in (ours, theirs)
    ]
    by_cpu = ours.cpu / theirs.cpu if ours.cpu and theirs.cpu else None
    return Figure(name=name, ours=words[0], theirs=words[1], value=ours.wall / theirs.wall, by_cpu=by_cpu)
