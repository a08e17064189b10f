"""The two hundred people at work: each at its own instants, whether the server keeps up or not."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import aiohttp

from infra.load.browser import LONGEST, Browser, Timing
from infra.load.cast import Cast
from infra.load.people import Colleague, Machine, Outsider, Somebody
from infra.load.recording import Record
from infra.load.schedule import SEED, instants, shared

PARTS = {"staff": 0.40, "contact": 0.35, "machine": 0.25}
"""Their part of what is asked."""
CONSOLE = "console.localhost"


@dataclass(frozen=True, slots=True)
class Run:
    """What is driven: how many requests a second for how long, and how often each is tried where nobody answers."""

    cast: Cast
    port: int
    keys: Mapping[str, str]
    rate: float
    seconds: float
    arriving: float
    tries: int = 1
    seed: int = SEED


async def drive(run: Run) -> tuple[Record, int]:
    """All that was asked, and how often somebody asked again."""
    chance, record = random.Random(run.seed), Record()
    times = instants(rate=run.rate, seconds=run.seconds, chance=chance)
    cast = run.cast
    here = {"staff": cast.staff, "contact": cast.contacts, "machine": cast.machines}
    kinds = {kind: (number, PARTS[kind]) for kind, number in here.items()}
    turns = shared(times, kinds, arriving=run.arriving, chance=chance)
    async with network() as net:
        timing = Timing(perf_counter())
        people = {who: _somebody(run, net, timing, record, *who) for who in turns}
        await asyncio.gather(*(_live(people[who], own) for who, own in turns.items()))
    return record, sum(each.retried for each in people.values())


def network() -> aiohttp.ClientSession:
    """Connections that are kept open, as a proxy keeps them; no cookies, for each person keeps its own."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=LONGEST),
    )


async def _live(somebody: Somebody, times: Sequence[float]) -> None:
    life = somebody.live()
    for due in times:
        await asyncio.sleep(max(0.0, due - somebody.browser.timing.now()))
        somebody.due = due
        await anext(life)


def _somebody(
    run: Run, net: aiohttp.ClientSession, timing: Timing, record: Record, kind: str, number: int
) -> Somebody:
    chance = random.Random(f"{run.seed} {kind} {number}")

    def browser(host: str) -> Browser:
        block = list(PARTS).index(kind)
        return Browser(net, run.port, host, f"10.{block}.{number // 250}.{number % 250 + 1}", timing, record)

    if kind == "staff":
        return Colleague(browser(CONSOLE), chance, run.tries, member=run.cast.member(number))
    if kind == "contact":
        contact = run.cast.contact(number)
        return Outsider(browser(contact.company.host), chance, run.tries, contact=contact)
    company = run.cast.company(number)
    return Machine(browser(company.host), chance, run.tries, company=company, key=run.keys[str(number)])
