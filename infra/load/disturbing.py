"""What happens in a real deployment while people work: a deploy, a database that is away, a broker that is."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

from infra.bench.programs import say
from infra.load.deployment import Deployment
from infra.load.driving import Run, drive
from infra.load.recording import Record, Sample
from infra.load.relay import Relay

AWAY_FOR = 5.0
ARRIVING = 12.0
LONG = ARRIVING + 4 * AWAY_FOR
RESTARTED = ("web", "worker", "web", "sweeper", "beat", "provisioner")
TRIES = 80  # a quarter of a second apart, as a proxy tries again


@dataclass(frozen=True, slots=True)
class Restart:
    """One process, stopped and started: seconds until it had ended and until it answered again; its exit code."""

    name: str
    ended: float
    back: float
    code: int


@dataclass(frozen=True, slots=True)
class Restarts:
    record: Record
    restarts: list[Restart]
    retried: int


@dataclass(frozen=True, slots=True)
class Absence:
    """What was answered while a server was away, and from a second after it was back."""

    meanwhile: list[Sample]
    afterwards: list[Sample]


@dataclass(frozen=True, slots=True)
class Absences:
    record: Record
    database: Absence
    broker: Absence


async def restarts(deployment: Deployment, *, rate: float, seconds: float) -> Restarts:
    """Stop and start one process after the other while people go on working; whoever finds nobody tries again."""
    working = asyncio.create_task(
        drive(
            Run(deployment.cast, deployment.port, deployment.keys, rate, seconds, seconds / 2, TRIES, seed=2)
        )
    )
    found = []
    for name in RESTARTED:
        await asyncio.sleep(seconds / (len(RESTARTED) + 2))
        found.append(await asyncio.to_thread(_restart, deployment, name))
        say(f"  {found[-1]}")
    record, retried = await working
    return Restarts(record, found, retried)


def _restart(deployment: Deployment, name: str) -> Restart:
    began = perf_counter()
    code = deployment.stop(name)
    ended = perf_counter() - began
    deployment.start(name)
    if name == "web":
        deployment.await_web()
    return Restart(name, ended, perf_counter() - began, code)


async def absences(deployment: Deployment, *, rate: float) -> Absences:
    """Take the database from the web for five seconds, then the broker, while people work."""
    database, database_url = Relay.to(deployment.env["DATABASE_URL"])
    broker, broker_url = Relay.to(deployment.env["REDIS_URL"])
    deployment.stop("web")
    deployment.start("web", DATABASE_URL=database_url, REDIS_URL=broker_url)
    await asyncio.to_thread(deployment.await_web)
    working = asyncio.create_task(
        drive(Run(deployment.cast, deployment.port, deployment.keys, rate, LONG, ARRIVING, seed=3))
    )
    began = perf_counter()
    without_database = await _away(database, began, after=ARRIVING)
    without_broker = await _away(broker, began, after=ARRIVING + 2 * AWAY_FOR)
    record, _retried = await working
    deployment.stop("web")
    deployment.start("web")
    await asyncio.to_thread(deployment.await_web)
    return Absences(
        record, _seen(record, without_database, ARRIVING + 2 * AWAY_FOR), _seen(record, without_broker, LONG)
    )


async def _away(relay: Relay, began: float, *, after: float) -> tuple[float, float]:
    await asyncio.sleep(max(0.0, after - (perf_counter() - began)))
    relay.cut()
    cut = perf_counter() - began
    await asyncio.sleep(AWAY_FOR)
    relay.mend()
    return cut, perf_counter() - began


def _seen(record: Record, away: tuple[float, float], end: float) -> Absence:
    cut, mended = away
    files = "static file"
    asked = [each for each in record.samples if each.kind != files]
    return Absence(
        [each for each in asked if cut <= each.due < mended],
        [each for each in asked if mended + 1 <= each.due < end],
    )
