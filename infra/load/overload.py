"""Asks for several times as much as can be answered, and looks what becomes of it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import aiohttp

from infra.load.browser import Browser, Page, Timing
from infra.load.cast import PASSWORD, Cast
from infra.load.deployment import Deployment
from infra.load.driving import CONSOLE, network
from infra.load.people import mark_of, received
from infra.load.recording import Record, Sample, Writing, spread
from infra.load.schedule import SEED, instants

TIMES = 5.0
AT_ONCE = 8
MEASURED = 6.0
SIGNED_IN = 6
PARTS = {"receive": 0.5, "portal: home": 0.3, "console: workboard": 0.2}

Act = Callable[[], Awaitable[Page]]


@dataclass(frozen=True, slots=True)
class Flood:
    """What was offered and what became of it: rates a second; the requests that were answered, refused, and neither."""

    capacity: float
    offered: float
    seconds: float
    answered: Sequence[Sample]
    refused: Sequence[Sample]
    other: Sequence[Sample]
    probes: Sequence[Sample]
    lag: float

    @property
    def goodput(self) -> float:
        """Requests a second that were answered well."""
        return len(self.answered) / self.seconds


@dataclass(frozen=True, slots=True)
class Crowd:
    """Browsers that are signed in, and machines with their keys."""

    cast: Cast
    staff: Sequence[Browser]
    contacts: Sequence[Browser]
    machines: Sequence[Browser]
    chance: random.Random

    def act(self) -> tuple[str, Act]:
        """The next thing that somebody wants, by its part of all."""
        kind = self.chance.choices(list(PARTS), list(PARTS.values()))[0]
        if kind == "receive":
            return kind, self._receive
        browser = self.chance.choice(self.contacts if kind.startswith("portal") else self.staff)
        return kind, lambda: browser.ask("GET", "/")

    async def _receive(self) -> Page:
        number = self.chance.randrange(self.cast.machines)
        company, browser = self.cast.company(number), self.machines[number]
        text = mark_of(company)
        page = await browser.ask("POST", "/api/v1/tasks/", **received(text))  # type: ignore[arg-type]
        browser.record.writings.append(Writing(company.number, text.split()[0], page.status))
        return page


async def flood(deployment: Deployment, record: Record, *, seconds: float) -> Flood:
    """First as much as can be answered, then five times that for some seconds; what was written is in the record."""
    async with network() as net:
        timing = Timing(perf_counter())
        crowd = await _crowd(net, deployment, timing, record)
        await _capacity(crowd)  # a web that has just begun draws each page for the first time
        capacity = await _capacity(crowd)
        prober = Browser(net, deployment.port, CONSOLE, "10.9.9.9", timing, record)
        return await _flooded(crowd, capacity, prober, seconds)


async def _crowd(
    net: aiohttp.ClientSession,
    deployment: Deployment,
    timing: Timing,
    record: Record,
) -> Crowd:
    cast = deployment.cast

    def browser(host: str, number: int) -> Browser:
        return Browser(net, deployment.port, host, f"10.8.0.{number + 1}", timing, record)

    staff = [browser(CONSOLE, number) for number in range(SIGNED_IN)]
    contacts = [browser(cast.contact(number).company.host, 100 + number) for number in range(SIGNED_IN)]
    machines = [browser(cast.company(number).host, 200 + number) for number in range(cast.machines)]
    for number in range(SIGNED_IN):
        await _sign_in(staff[number], cast.member(number + 3).email)
        await _sign_in(contacts[number], cast.contact(number).email)
    for number, machine in enumerate(machines):
        machine.headers["Authorization"] = f"Bearer {deployment.keys[str(number)]}"
    return Crowd(cast, staff, contacts, machines, random.Random(SEED))


async def _sign_in(browser: Browser, email: str) -> None:
    form = (await browser.ask("GET", "/sign-in/")).form("/sign-in/") or {}
    await browser.ask("POST", "/sign-in/", data={**form, "login": email, "password": PASSWORD})


async def _capacity(crowd: Crowd) -> float:
    """Answers a second to a few who ask without a pause."""
    began, answered = perf_counter(), 0

    async def ask() -> None:
        nonlocal answered
        while perf_counter() - began < MEASURED:
            _kind, act = crowd.act()
            page = await act()  # added only then: meanwhile others have counted too
            answered += page.status in {200, 201}

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return answered / MEASURED


async def _flooded(crowd: Crowd, capacity: float, prober: Browser, length: float) -> Flood:
    offered, samples, began = capacity * TIMES, list[Sample](), perf_counter()
    lags: list[float] = []

    async def one(due: float) -> None:
        kind, act = crowd.act()
        lags.append(perf_counter() - began - due)
        page = await act()
        samples.append(Sample(kind, due, page.seconds, page.status))

    async def probe() -> list[Sample]:
        found: list[Sample] = []
        while perf_counter() - began < length:
            page = await prober.ask("GET", "/healthz")
            found.append(Sample("probe", perf_counter() - began, page.seconds, page.status))
            await asyncio.sleep(0.5)
        return found

    probing = asyncio.create_task(probe())
    asked = set()
    for due in instants(rate=offered, seconds=length, chance=crowd.chance):
        await asyncio.sleep(max(0.0, due - (perf_counter() - began)))
        asked.add(asyncio.create_task(one(due)))
    await asyncio.gather(*asked)
    seconds = perf_counter() - began
    return Flood(
        capacity=capacity,
        offered=len(asked) / length,
        seconds=seconds,
        answered=[each for each in samples if each.status in {200, 201}],
        refused=[each for each in samples if each.status == 503],
        other=[each for each in samples if each.status not in {200, 201, 503}],
        probes=await probing,
        lag=spread(lags).p95,
    )
