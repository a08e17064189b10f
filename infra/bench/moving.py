"""How long one client takes to be exported into a file, and to be restored from it, by the commands as one runs them."""

import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from infra.bench.figures import Figure, digits
from infra.bench.products import OURS
from infra.bench.programs import run_started, say
from infra.bench.scale import Scale

SLUG = "client-00"
MOST_TO_EXPORT, MOST_TO_RESTORE = 5.0, 15.0
LOSE = f"DROP SCHEMA c_{SLUG.replace('-', '_')} CASCADE"
MOVING = replace(
    OURS,
    name="moving",
    modules="infra.bench.ours.moving",
    sources=(*OURS.sources, "infra/bench/ours/moving/*.py"),
    before=(),
)


def figures(scale: Scale) -> list[Figure]:
    """Exported, restored as a copy beside the original, and, its schema dropped, in its own place."""
    size = scale.moved_tasks
    say(f"  exporting and restoring a client of {size:,} tasks ...")
    with MOVING.at_work(size) as env, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "client.zip")
        out = _figure("Export", size, ["export_client", SLUG, "--to", str(path)], env, most=MOST_TO_EXPORT)
        out = replace(out, note=f"a file of {path.stat().st_size / 1e6:.1f} MB")
        beside = ["restore_client", str(path), "--as", "client-then"]
        owner = {**env, "MOTORBLOK_LOGIN": "owner"}
        copy = _figure("Restore beside the original", size, beside, owner, most=MOST_TO_RESTORE)
        run_started("infra.bench.ours.moving.lose", LOSE, env=owner)
        instead = ["restore_client", str(path), "--replace"]
        return [out, copy, _figure("Restore after a loss", size, instead, owner, most=MOST_TO_RESTORE)]


def _figure(words: str, size: int, command: list[str], env: Mapping[str, str], *, most: float) -> Figure:
    start, used = time.perf_counter(), _cpu()
    said = run_started("infra.bench.ours.moving.command", *command, env=env)
    seconds, cpu = time.perf_counter() - start, _cpu() - used
    (peak,) = re.findall(r"^peak (\d+)$", said, re.MULTILINE)
    return Figure(
        name=f"{words}, a client of {size:,} tasks",
        ours=f"{digits(seconds)} s (cpu {digits(cpu)}), {peak} MB",
        value=seconds,
        unit="s",
        ceiling=most,
    )


def _cpu() -> float:
    """Seconds of processor time of the programs that have ended; without PostgreSQL's."""
    ended = getrusage(RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime
