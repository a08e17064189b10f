"""A deployment that gives everything in files, as compose.yaml does: each command goes to the servers that they name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from motorblok.config.launch.children import inherited

NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MOTORBLOK_SECRET_KEY", "MOTORBLOK_PEPPER")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """An environment without the values themselves."""
    env = {**os.environ, "MOTORBLOK_PEPPER": "only for these tests"}
    for name in NAMES:
        (tmp_path / name).write_text(f"{env.pop(name)}\n")
        env[f"{name}_FILE"] = str(tmp_path / name)
    return {**env, "MOTORBLOK_HOME": str(tmp_path / "home")}


def done(env: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", *words], env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_command_starts_no_servers_of_its_own(files: dict[str, str]) -> None:
    said = done(files, "-m", "motorblok.config.cli", "help")

    assert (said.returncode, said.stderr) == (0, "")
    assert not (Path(files["MOTORBLOK_HOME"]) / "servers.json").exists()


def test_the_queue_goes_to_the_broker_in_the_file(files: dict[str, str]) -> None:
    words = (
        "from django.conf import settings; from motorblok.config.celery import app; "
        "print(settings.configured, app.conf.broker_url)"
    )

    assert done(files, "-c", words).stdout.strip() == f"False {os.environ['REDIS_URL']}"


def test_what_is_handed_on_replaces_the_file_that_gave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL_FILE", "/run/secrets/redis")

    env = inherited({"REDIS_URL": "redis://127.0.0.1:1/0"})

    assert env["REDIS_URL"] == "redis://127.0.0.1:1/0"
    assert "REDIS_URL_FILE" not in env
