"""Where skips are forbidden, a test that skips fails; tests on the real log may be left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPING = "import pytest\ndef test_needs_a_browser():\n    pytest.skip('chromium is missing')\n"
ON_THE_LOG = "import pytest\n@pytest.mark.real_log\ndef test_reads_the_log():\n    assert False\n"
MODULE = "import pytest\npytest.skip('no such package', allow_module_level=True)\n"
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test_fails_as_expected():\n    assert False\n"


def outcome(folder: Path, source: str, **environment: str) -> str:
    (folder / "test_it.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-q", "test_it.py"]
    known = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "MOTORBLOK"))}
    env = {**known, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("source", [SKIPPING, MODULE])
def test_a_skip_fails_where_skips_are_forbidden(tmp_path: Path, source: str) -> None:
    said = outcome(tmp_path, source, MOTORBLOK_FORBID_SKIPS="1")

    assert "skipped where skips are forbidden" in said
    assert "passed" not in said.splitlines()[-1]


@pytest.mark.parametrize("source", [ON_THE_LOG, EXPECTED_FAILURE])
def test_what_may_be_left_out_stays_left_out(tmp_path: Path, source: str) -> None:
    said = outcome(tmp_path, source, MOTORBLOK_FORBID_SKIPS="1")

    assert "failed" not in said.splitlines()[-1].replace("xfailed", "")


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    assert "1 skipped" in outcome(tmp_path, SKIPPING)


def test_the_real_log_is_read_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "log.csv").touch()

    assert "1 failed" in outcome(tmp_path, ON_THE_LOG, MOTORBLOK_REAL_LOG=str(tmp_path / "log.csv"))
