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
LONG = ARRIVING + 3 * AWAY_FOR
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
    """Take the database from the web for five seconds while people work, and then, once more, the broker."""
    without_database, database = await _without(deployment, "DATABASE_URL", rate=rate, seed=3)
    without_broker, broker = await _without(deployment, "REDIS_URL", rate=rate, seed=4)
    await _web_anew(deployment)
    samples = [*without_database.samples, *without_broker.samples]
    return Absences(Record(samples, [*without_database.writings, *without_broker.writings]), database, broker)


async def _without(
    deployment: Deployment, variable: str, *, rate: float, seed: int
) -> tuple[Record, Absence]:
    """One server alone goes by a relay, which makes each of its answers slower."""
    relay, url = Relay.to(deployment.env[variable])
    await _web_anew(deployment, **{variable: url})
    cast, port, keys = deployment.cast, deployment.port, deployment.keys
    working = asyncio.create_task(drive(Run(cast, port, keys, rate, LONG, ARRIVING, seed=seed)))
    began = perf_counter()
    await asyncio.sleep(ARRIVING)
    relay.cut()
    cut = perf_counter() - began
    await asyncio.sleep(AWAY_FOR)
    relay.mend()
    mended = perf_counter() - began
    record, _retried = await working
    return record, _seen(record, cut=cut, mended=mended)


async def _web_anew(deployment: Deployment, **environment: str) -> None:
    deployment.stop("web")
    deployment.start("web", **environment)
    await asyncio.to_thread(deployment.await_web)


def _seen(record: Record, *, cut: float, mended: float) -> Absence:
    files = "static file"
    asked = [each for each in record.samples if each.kind != files]
    return Absence(
        [each for each in asked if cut <= each.due < mended],
        [each for each in asked if mended + 1 <= each.due],
    )
