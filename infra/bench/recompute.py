"""How long all clocks of all open tasks take to be folded again, by the command as one runs it, its start included."""

import re
import time
from collections.abc import Mapping
from resource import RUSAGE_CHILDREN, getrusage

from infra.bench.figures import Figure, digits
from infra.bench.products import OURS
from infra.bench.programs import run, say
from infra.bench.scale import Scale

MOST = 5.0


def figures(scale: Scale) -> list[Figure]:
    """Once where nearly all are wrong, and once more where all are right.

    The data are copies moved in time without regard to office hours, so that their clocks are wrong.
    """
    say("  folding all clocks again ...")
    with OURS.at_work(scale.tasks) as env:
        return [_figure(words, scale.tasks, env) for words in ("nearly all wrong", "all right")]


def _figure(words: str, tasks: int, env: Mapping[str, str]) -> Figure:
    start, used = time.perf_counter(), _cpu()
    said = run("motorblok.config.cli", "recompute_clocks", env=env)
    seconds, cpu = time.perf_counter() - start, _cpu() - used
    written = int(re.findall(r"^(\d+) tasks differed", said)[0])
    return Figure(
        name=f"Recompute the clocks of {tasks:,}, {words}",
        ours=f"{digits(seconds)} s (cpu {digits(cpu)}), {written:,} written",
        value=seconds,
        unit="s",
        ceiling=MOST,
    )


def _cpu() -> float:
    """Seconds of processor time of the programs that have ended, and of theirs; without PostgreSQL's."""
    ended = getrusage(RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
