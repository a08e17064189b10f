"""How long it takes to rate a month of usage of all clients, and to make the invoices final, by the command as one runs it."""

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from resource import RUSAGE_CHILDREN, getrusage

from infra.bench.figures import Figure, digits
from infra.bench.ours.billing import RECORDS
from infra.bench.products import OURS
from infra.bench.programs import run, say
from infra.bench.scale import Scale

MOST = 60.0
BILLING = replace(
    OURS,
    name="billing",
    modules="infra.bench.ours.billing",
    sources=("infra/bench/ours/billing/*.py", "billing/**/*.py", "src/motorblok/audit/**/*.py"),
    before=(),
    things="clients",
)
EDGE, AFTER_GRACE = "2026-11-01T12:00+01:00", "2026-11-05T12:00+01:00"


class NotBilled(RuntimeError):
    """The command did not make the invoices that it was to make."""


def figures(scale: Scale) -> list[Figure]:
    """Once at the edge of the month, where all is rated, and once after the grace, where all is rated again and marked."""
    say(f"  billing {scale.billed_clients:,} clients with {RECORDS:,} records of usage each ...")
    with BILLING.at_work(scale.billed_clients) as env:
        return [
            _figure("Rate", EDGE, r"^(\d+) drafts", scale, env, ceiling=MOST),
            _figure("Number and mark", AFTER_GRACE, r", (\d+) final", scale, env, ceiling=None),
        ]


def _figure(
    words: str, at: str, made: str, scale: Scale, env: Mapping[str, str], *, ceiling: float | None
) -> Figure:
    start, used = time.perf_counter(), _cpu()
    said = run("motorblok.config.cli", "bill", "--at", at, env=env)
    seconds, cpu = time.perf_counter() - start, _cpu() - used
    invoices = int(re.findall(made, said)[0])
    if invoices != scale.billed_clients:
        raise NotBilled(said)
    return Figure(
        name=f"{words} {invoices:,} clients with {invoices * RECORDS:,} records",
        ours=f"{digits(seconds)} s (cpu {digits(cpu)})",
        value=seconds,
        unit="s",
        ceiling=ceiling,
    )


def _cpu() -> float:
    """Seconds of processor time of the programs that have ended, and of theirs; without PostgreSQL's."""
    ended = getrusage(RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
