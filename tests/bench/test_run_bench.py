"""The bench works from one end to the other, whatever the machine is doing meanwhile."""

import subprocess
import sys

import pytest

pytest.importorskip("helpdesk", reason="the peers are installed by ./motorblok test --all")
from infra.bench.__main__ import PARTS
from infra.bench.programs import ROOT

EXPECTED = {
    "business-time": "businesstimedelta",
    "board": "Board for an owner, text filter",
    "alarms": "one sweeper killed: lost or doubled",
    "tenancy": "Add a column",
    "pages": "Workboard, statements",
    "doors": "Search, 50 rows",
    "recompute": "Recompute the clocks of 200, all right",
    "memory": "Memory of a web worker",
    "rating": "Rate 12 clients",
    "moving": "Restore after a loss",
    "capacity": "Disk of an empty client",
}


@pytest.mark.slow
@pytest.mark.peers
@pytest.mark.parametrize("part", PARTS)
def test_a_quick_run_prints_the_figures_of_a_part_beside_their_bars(part: str) -> None:
    done = _bench(part, "--quick")

    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert any(EXPECTED[part] in row for row in rows)
    assert all(row.split("|")[-2].strip() in {"met", "MISSED", ""} for row in rows[2:])


def test_every_part_has_a_figure_that_its_run_must_print() -> None:
    assert EXPECTED.keys() == PARTS.keys()


def test_a_part_that_does_not_exist_is_refused() -> None:
    done = _bench("weather")

    assert done.returncode == 2
    assert "There is no part weather." in done.stderr


def _bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
