"""A web that is told to stop answers all that it has begun, and begins nothing more."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from motorblok.config.launch.processes import end_group, wait_until
from motorblok.config.launch.programs import Room, words_of
from motorblok.config.launch.state import any_free_port
from tests.config.serving.slow_web import BEGUN

ROOT = Path(__file__).parents[3]
CROWD = 24


@dataclass(frozen=True)
class Web:
    """The server as `motorblok run web` starts it, with the slow web in it."""

    process: "subprocess.Popen[bytes]"
    port: int
    begun: Path

    def ask(self, path: str) -> str:
        """The answer; empty where none came."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().read().decode()
            except (OSError, http.client.HTTPException):
                return ""

    def paths(self) -> list[str]:
        """What it has begun."""
        return self.begun.read_text().split() if self.begun.exists() else []


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    port, begun = any_free_port(), tmp_path / "begun"
    *words, _product = words_of("web", Room(port=port, schedule=""))
    process = subprocess.Popen(
        [sys.executable, *words, "tests.config.serving.slow_web:application"],
        env={**os.environ, BEGUN: str(begun), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        start_new_session=True,
    )
    running = Web(process, port, begun)
    assert wait_until(lambda: running.ask("/first") == "done /first", seconds=60)
    yield running
    end_group(process.pid)
    process.wait()


@pytest.mark.slow
def test_what_was_begun_is_answered_once_and_whole_when_the_web_is_stopped(web: Web) -> None:
    with ThreadPoolExecutor(CROWD) as crowd:
        asked = {f"/{number}": crowd.submit(web.ask, f"/{number}") for number in range(CROWD)}
        assert wait_until(lambda: len(web.paths()) > 4, seconds=20)

        web.process.send_signal(signal.SIGTERM)
        code = web.process.wait(40)
        answers = {path: answer.result() for path, answer in asked.items()}

    begun = [path for path in web.paths() if path != "/first"]
    assert code == 0
    assert len(begun) == len(set(begun))
    assert {path for path, answer in answers.items() if answer} == set(begun)
    assert all(answer in {"", f"done {path}"} for path, answer in answers.items())
