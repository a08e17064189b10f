"""The bench works from one end to the other, whatever the machine is doing meanwhile."""

import subprocess
import sys

import pytest

pytest.importorskip("helpdesk", reason="the peers are installed by ./motorblok test --all")
from infra.bench.programs import ROOT

# The parts that need databases have names of their own for them, which two runs at once would take from each other:
# they are run by hand, one after the other.
EXPECTED = {"business-time": "businesstimedelta"}


@pytest.mark.slow
@pytest.mark.peers
@pytest.mark.parametrize("part", EXPECTED)
def test_a_quick_run_prints_the_figures_of_a_part_beside_their_bars(part: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.bench", part, "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert any(EXPECTED[part] in row for row in rows)
    assert all(row.split("|")[-2].strip() in {"met", "MISSED", ""} for row in rows[2:])


def test_a_part_that_does_not_exist_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.bench", "weather"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "There is no part weather." in done.stderr
