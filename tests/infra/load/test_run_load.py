"""The load works from one end to the other, and what it disturbs loses nothing, whatever else the machine is doing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="the load's packages are installed by ./motorblok test --all")
from infra.bench.programs import ROOT
from infra.load.__main__ import PARTS

pytestmark = [pytest.mark.slow, pytest.mark.peers]


def test_restarts_absences_and_overload_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    done = _load("--quick", "--json", str(tmp_path / "found.json"))

    found = json.loads((tmp_path / "found.json").read_text())
    assert found["failures"] == [], done.stderr
    assert done.returncode == 0, done.stderr
    assert found["verdict"]["accepted"] > 50
    assert {found["verdict"][name] for name in ("lost", "double", "refused_but_kept", "received_twice")} == {
        0
    }
    assert {each["code"] for each in found["stops"]} == {0}


def test_a_part_that_does_not_exist_is_refused() -> None:
    done = _load("weather")

    assert done.returncode == 2
    assert "There is no part weather." in done.stderr
    assert "weather" not in PARTS


def test_a_load_without_an_end_is_refused() -> None:
    assert "At most 60 minutes" in _load("--minutes", "600").stderr


def _load(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.load", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500)
