"""A hundred thousand alarms due at one instant, fired by two sweepers as they run at work; then again, one killed midway."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import psycopg

from infra.bench.figures import Figure, digits
from infra.bench.ours.alarms.seed import LATER, SHARE_DUE
from infra.bench.products import OURS
from infra.bench.programs import ROOT, say
from infra.bench.scale import Scale

ALARMS = replace(
    OURS,
    name="alarms",
    modules="infra.bench.ours.alarms",
    sources=("infra/bench/ours/alarms/*.py", "src/motorblok/board/**/*.py"),
    before=(),
    things="alarms",
)
SWEEPERS = 2
SWEEP = [sys.executable, "-m", "motorblok.config.cli", "sweep_alarms"]
LOOK = 0.05  # seconds between two looks into the ledger
PATIENCE = 120
SET = "UPDATE board_alarm SET fire_at = %s WHERE fire_at = %s"
WRONG = """
SELECT abs(count(*) - %(due)s) + count(*) - count(DISTINCT (clock_id, cycle, kind)) + count(*) FILTER (WHERE fire_at <> %(at)s)
    + (SELECT count(*) FROM board_alarm WHERE fire_at <= %(at)s)
FROM board_fired
"""


class NotSwept(RuntimeError):
    """The alarms were not set in time, or were not fired."""


@dataclass(frozen=True, slots=True)
class Burst:
    """How the ledger filled: seconds after the instant at which all were due, and how many were committed by then."""

    looks: list[tuple[float, int]] = field(default_factory=list)

    def reached(self, share: float) -> float:
        """When this part of all was committed, seen from outside: never too early."""
        return next(late for late, count in self.looks if count >= share * self.looks[-1][1])

    @property
    def rate(self) -> float:
        """Alarms per second, from the first look that found one until the last."""
        first = max(late for late, count in self.looks if not count)
        return self.looks[-1][1] / (self.looks[-1][0] - first)


def figures(scale: Scale) -> list[Figure]:
    """Two bursts, each in a fresh copy of the data."""
    due = scale.alarms // SHARE_DUE
    note = f"{due:,} due at one instant of {scale.alarms:,} armed; committed, as seen every {LOOK} s from outside"
    return [
        *_figures(f"{due:,} alarms, two sweepers", *_burst(scale, killed=0), note=note, floor=40_000),
        *_figures(f"{due:,} alarms, one sweeper killed", *_burst(scale, killed=1), note=note, floor=None),
    ]


def _figures(name: str, burst: Burst, wrong: int, *, note: str, floor: float | None) -> Iterator[Figure]:
    rate, half, late = burst.rate, burst.reached(0.5), burst.reached(0.99)
    yield Figure(name=f"{name}: rate", ours=f"{rate:,.0f}/s", value=rate, unit="/s", floor=floor, note=note)
    words = f"p50 {digits(half)} s, p99 {digits(late)} s"
    yield Figure(name=f"{name}: lateness", ours=words, value=late, unit="s", ceiling=4, note=note)
    yield Figure(
        name=f"{name}: lost or doubled", ours=str(wrong), value=wrong, unit="alarms", ceiling=0, note=note
    )


def _burst(scale: Scale, *, killed: int) -> tuple[Burst, int]:
    say(f"  firing {scale.alarms // SHARE_DUE:,} alarms, {killed} of {SWEEPERS} sweepers killed midway ...")
    with (
        ALARMS.at_work(scale.alarms) as env,
        sweeping(env) as sweepers,
        psycopg.connect(env["DATABASE_OWNER_URL"], autocommit=True) as ledger,
    ):
        at, due = _set(ledger, scale), scale.alarms // SHARE_DUE
        burst = _watched(ledger, at, due, sweepers, doomed=killed)
        wrong = ledger.execute(WRONG, {"due": due, "at": at}).fetchone()
        return burst, int(wrong[0]) if wrong else due


@contextmanager
def sweeping(env: Mapping[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The sweeper's own processes, as the product runs them."""
    sweepers = [subprocess.Popen(SWEEP, env={**os.environ, **env}, cwd=ROOT) for _ in range(SWEEPERS)]
    try:
        yield sweepers
    finally:
        for sweeper in sweepers:
            sweeper.terminate()
        for sweeper in sweepers:
            sweeper.wait()


def _set(ledger: psycopg.Connection[tuple[int]], scale: Scale) -> datetime:
    """Set the alarms to an instant ahead, by which the sweepers run too. Raises NotSwept where it has passed."""
    at = datetime.now(UTC) + timedelta(seconds=scale.notice)
    ledger.execute(SET, [at, LATER])
    ledger.execute("VACUUM (ANALYZE) board_alarm")
    if datetime.now(UTC) > at:
        raise NotSwept(f"Setting the alarms took more than {scale.notice} s.")
    return at


def _watched(
    ledger: psycopg.Connection[tuple[int]],
    at: datetime,
    due: int,
    sweepers: Sequence[subprocess.Popen[bytes]],
    *,
    doomed: int,
) -> Burst:
    """Look into the ledger until all have fired; kill the doomed ones when half of them have. Raises NotSwept."""
    burst, count, late = Burst(), 0, 0.0
    while count < due:
        time.sleep(LOOK)
        row = ledger.execute("SELECT count(*) FROM board_fired").fetchone()
        count, late = int(row[0]) if row else 0, (datetime.now(UTC) - at).total_seconds()
        burst.looks.append((late, count))
        if count >= due / 2:
            for sweeper in sweepers[:doomed]:
                sweeper.kill()
        if late > PATIENCE or any(sweeper.poll() is not None for sweeper in sweepers[doomed:]):
            raise NotSwept(
                f"{count:,} of {due:,} alarms fired in {late:.0f} s, or a sweeper ended by itself."
            )
    return burst
